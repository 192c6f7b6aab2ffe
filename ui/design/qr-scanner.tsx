import { Image } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { BarcodeDetector as QrDetector } from "qr/decode.js";
import { FileButton } from "./files.tsx";
import { words } from "./strings.ts";
import { Notice } from "./surfaces.tsx";

interface Detector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}

interface ScannerProps {
  /** Called with every new code; return false to go on scanning ("not one of ours"). */
  onCode: (text: string) => boolean | Promise<boolean>;
}

// A decode in JavaScript takes 10 to 60 ms: five a second leave the phone cool.
const scanEveryMs = 200;

type CameraState = "starting" | "running" | "refused" | "missing";

/** The camera's picture with a frame to aim with, and a picture file as the other way. */
export function Scanner({ onCode }: ScannerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [camera, setCamera] = useState<CameraState>("starting");
  const [unread, setUnread] = useState(false);
  const accept = useRef(onCode);
  accept.current = onCode;

  useEffect(() => {
    const stop = new AbortController();
    runCamera(video.current as HTMLVideoElement, stop.signal, setCamera, (text) =>
      accept.current(text),
    );
    return () => stop.abort();
  }, []);

  const readPicture = async (file: File | undefined) => {
    if (!file) return;
    const text = await readCode(await nativeOrOwnDetector(), file);
    setUnread(text === null || !(await accept.current(text)));
  };

  return (
    <div class="stack">
      {(camera === "refused" || camera === "missing") && (
        <Notice tone="warn" title={words.t(`camera.${camera}`)}>
          {words.t("camera.otherWays")}
        </Notice>
      )}
      <div class="scanner" hidden={camera === "refused" || camera === "missing"}>
        <video ref={video} muted playsInline aria-label={words.t("camera.aim")} />
      </div>
      {camera === "running" && <p class="soft small">{words.t("camera.aim")}</p>}
      {unread && (
        <Notice tone="warn" live>
          {words.t("camera.unread")}
        </Notice>
      )}
      <FileButton icon={Image} accept="image/*" onFiles={([file]) => readPicture(file)}>
        {words.t("camera.picture")}
      </FileButton>
    </div>
  );
}

async function runCamera(
  video: HTMLVideoElement,
  signal: AbortSignal,
  onState: (state: CameraState) => void,
  onCode: (text: string) => boolean | Promise<boolean>,
): Promise<void> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (cause) {
    const refused = cause instanceof DOMException && cause.name === "NotAllowedError";
    if (!signal.aborted) onState(refused ? "refused" : "missing");
    return;
  }
  const end = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) return end();
  signal.addEventListener("abort", end);
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  onState("running");
  const detector = await nativeOrOwnDetector();
  let last = "";
  while (!signal.aborted) {
    const text =
      video.readyState >= video.HAVE_CURRENT_DATA ? await readCode(detector, video) : null;
    if (text !== null && text !== last && !signal.aborted) {
      last = text;
      if (await onCode(text)) return end();
    }
    await new Promise((resolve) => setTimeout(resolve, scanEveryMs));
  }
}

/** The phone's own detector where there is one (Android), else the one in JavaScript. */
async function nativeOrOwnDetector(): Promise<Detector> {
  const native = (globalThis as { BarcodeDetector?: typeof QrDetector }).BarcodeDetector;
  const formats: readonly string[] = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  const usable = native !== undefined && formats.includes("qr_code");
  return new (usable ? native : QrDetector)({ formats: ["qr_code"] });
}

/** The first code in a picture; null if there is none or it cannot be read. */
async function readCode(
  detector: Detector,
  source: HTMLVideoElement | Blob,
): Promise<string | null> {
  try {
    const picture = source instanceof Blob ? await createImageBitmap(source) : source;
    return (await detector.detect(picture))[0]?.rawValue ?? null;
  } catch {
    return null;
  }
}

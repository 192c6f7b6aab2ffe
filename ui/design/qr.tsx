import encodeQR from "qr";

interface QrProps {
  text: string;
  /** What it leads to, for who cannot see it. */
  label: string;
}

// ISO/IEC 18004 asks for a quiet zone of four modules.
const quietZone = 4;

/** A QR code as one SVG path: dark on white in every theme, because scanners want that. */
export function QrImage({ text, label }: QrProps) {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: quietZone });
  const size = modules.length;
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

import { BookOpen, House, type LucideIcon, Menu, MessageCircleQuestion, Vote } from "lucide-preact";
import { useLocation } from "preact-iso";
import { Logo } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import { text } from "./strings.ts";

interface Place {
  name: "home" | "ask" | "knowledge" | "decide" | "more";
  href: string;
  icon: LucideIcon;
  /** First words of the addresses that belong to it. */
  rooms: string[];
}

const places: Place[] = [
  { name: "home", href: "/", icon: House, rooms: [""] },
  { name: "ask", href: "/ask", icon: MessageCircleQuestion, rooms: ["ask"] },
  { name: "knowledge", href: "/knowledge", icon: BookOpen, rooms: ["knowledge"] },
  { name: "decide", href: "/decide", icon: Vote, rooms: ["decide", "meetings"] },
  {
    name: "more",
    href: "/more",
    icon: Menu,
    rooms: ["more", "community", "emergency", "me", "box"],
  },
];

/** Along the thumb on phones, a rail at the side on wide windows. */
export function Navigation() {
  const { path } = useLocation();
  const room = path.split("/")[1] ?? "";
  return (
    <nav class="nav" aria-label={text.t("navigation")}>
      <div class="brand" aria-hidden="true">
        <Logo />
        <span>{membership.value?.communityName}</span>
      </div>
      {places.map(({ name, href, icon: Icon, rooms }) => (
        <a key={name} href={href} aria-current={rooms.includes(room) ? "page" : undefined}>
          <Icon class="icon" aria-hidden="true" />
          <span>{text.t(`place.${name}`)}</span>
        </a>
      ))}
    </nav>
  );
}

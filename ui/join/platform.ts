/** What we must know of a phone before making a key on it. */
export interface Platform {
  userAgent: string;
  maxTouchPoints: number;
  /** Opened from its icon, not in a browser tab. */
  standalone: boolean;
}

/**
 * Whether this is a browser tab on an iPhone or iPad. Storage there is deleted after seven days
 * without a visit and is not shared with the home-screen icon, so a key made in the tab would be
 * lost. iPads call themselves Macs; no Mac has a touch screen.
 */
export function isSafariTab({ userAgent, maxTouchPoints, standalone }: Platform): boolean {
  const isPhone = /iPhone|iPad|iPod/.test(userAgent);
  const isTablet = /Macintosh/.test(userAgent) && maxTouchPoints > 1;
  return (isPhone || isTablet) && !standalone;
}

/** The same for the phone we run on. */
export function inSafariTab(): boolean {
  return isSafariTab({
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    standalone:
      matchMedia("(display-mode: standalone)").matches ||
      (navigator as { standalone?: boolean }).standalone === true,
  });
}

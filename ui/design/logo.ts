/** The gathering circle: people around a fire. Drawn from these figures as SVG and as PNG. */
export interface LogoDot {
  x: number;
  y: number;
  r: number;
  fill: string;
}

export const logoColours = { ground: "#2d5a3d", people: "#faf7f2", fire: "#e5a07c" };

const people = 9;
// Everything stays within the inner 80 %, the safe zone of maskable icons.
const ringRadius = 148;

/** In a square of 512. */
export const logoDots: readonly LogoDot[] = [
  ...Array.from({ length: people }, (_, i) => {
    const angle = (2 * Math.PI * i) / people - Math.PI / 2;
    return {
      x: Math.round(256 + ringRadius * Math.cos(angle)),
      y: Math.round(256 + ringRadius * Math.sin(angle)),
      r: 34,
      fill: i === 0 ? logoColours.fire : logoColours.people,
    };
  }),
  { x: 256, y: 256, r: 52, fill: logoColours.fire },
];

/** The logo as a file of its own. */
export function logoSvg(): string {
  const circles = logoDots.map(
    ({ x, y, r, fill }) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`,
  );
  const ground = `<rect width="512" height="512" fill="${logoColours.ground}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${ground}${circles.join("")}</svg>\n`;
}

import { logoColours, logoDots } from "./logo.ts";

/** People around a fire, one of them speaking. */
export function Logo() {
  return (
    <svg viewBox="0 0 512 512" aria-hidden="true">
      <rect width="512" height="512" fill={logoColours.ground} />
      {logoDots.map((dot) => (
        <circle key={`${dot.x} ${dot.y}`} cx={dot.x} cy={dot.y} r={dot.r} fill={dot.fill} />
      ))}
    </svg>
  );
}

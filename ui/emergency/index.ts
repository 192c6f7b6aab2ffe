/** Emergencies: calling one, seeing it through, and what was. */
export { EmergencyPage } from "./emergency-page.tsx";

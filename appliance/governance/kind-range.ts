/** The numbers of the kinds of governance. */
export const governanceKindMin = 60;
export const governanceKindMax = 79;

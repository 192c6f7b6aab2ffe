import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * What axe finds wrong on the page as it is now (WCAG 2.2 A and AA), a line for each place. The
 * browser's context needs `bypassCSP`, unless the page lets axe's script in by itself.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target, failureSummary }) =>
      [id, target.join(" "), html.slice(0, 120), failureSummary ?? ""].join(" · "),
    ),
  );
}

import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a person with a keyboard does, and what axe thinks of it. */

export const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** What axe finds in the dark and in the light room. */
export async function faultsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const room of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: room });
    await page.waitForSelector(`html[data-room="${room}"]`);
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const result = await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] });
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
    });
    found.push(...violations.map((violation) => `${room}: ${violation}`));
  }
  return found;
}
/** What the focus is on, by the name that is seen. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement;
    const labels = at instanceof HTMLInputElement ? [...(at.labels ?? [])].map(({ innerText }) => innerText) : [at?.textContent ?? ''];
    return labels.join(' ').trim();
  });
/** Tab until this has the focus; nobody needs more than the whole page for it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${name}`);
}
/** Into the field that has the focus, or the next one of that name. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(value);
}

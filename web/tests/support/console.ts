// The console with somebody signed in.

import type { Page } from "playwright-core";
import type { Picture, Warning } from "../../src/console/picture.ts";
import { picture, warning } from "./samples.ts";
import { TOKEN } from "./server.ts";
import { openPage, server } from "./stage.ts";

/** Signs in and waits for the picture. */
export async function visit(
  shown: Picture = picture(),
  options: Parameters<typeof openPage>[1] = {},
): Promise<Page> {
  server.picture = shown;
  const page = await openPage("/console", options);
  await page.fill("#token", TOKEN);
  await page.press("#token", "Enter");
  await page.locator("#picture").waitFor();
  return page;
}

/** A picture with one warning. */
export function one(changes: Partial<Warning>): Picture {
  return picture({ warnings: [warning(changes)] });
}

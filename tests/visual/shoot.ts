import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openStage, SIZES, type Size } from './stage.ts';

/** `tsx tests/visual/shoot.ts FOLDER [size] [query…]`: pictures to look at, of every case unless queries are named. */
const [folder = 'pictures', only, ...queries] = process.argv.slice(2);
const sizes = (Object.keys(SIZES) as Size[]).filter((size) => !only || only === 'all' || size === only);
const wanted =
  queries.length > 0
    ? queries
    : ['case=ordinary', 'case=storm', 'case=storm&scene=storm', 'case=source-silent', 'case=storm&link=down', 'case=empty'];
await mkdir(folder, { recursive: true });
const stage = await openStage();
try {
  for (const query of wanted)
    for (const size of sizes) {
      const { page, faults } = await stage.open(query, size);
      const path = join(folder, `${query.replaceAll(/[^a-z0-9-]+/g, '_').slice(0, 80)}-${size}.png`);
      await page.screenshot({ path });
      console.log(path, faults);
      await page.close();
    }
} finally {
  await stage.close();
}

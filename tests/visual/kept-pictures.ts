import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/**
 * Pictures that are kept in the repository, small, and how a screenshot is told from one. Letters are drawn a little differently by
 * every version of a browser and on every machine, so that cells are compared and not pixels: the mean colour of a square. A symbol in
 * another colour, a tile that moved by a cell or is gone, a map without its land change many of them, and much; smoother letters none.
 */
const KEPT = fileURLToPath(new URL('./kept', import.meta.url));
/** Not in the repository. */
const UNLIKE = fileURLToPath(new URL('./unlike', import.meta.url));
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const RENEW = process.env.RENEW_PICTURES !== undefined;

/** Side of a cell, pixels of the kept picture. */
const CELL = 4;
/** Of 255, in the channel that differs most. */
export const OTHER_COLOUR = 24;
/** So many cells may be another colour. */
export const OTHER_CELLS = 3;

type Size = { width: number; height: number };
type Cells = Size & { data: Buffer };

/** @returns what is unlike, in words; null: the picture is as it was kept. */
export async function unlikeKept(name: string, screenshot: Buffer, { width, height }: Size): Promise<string | null> {
  const path = join(KEPT, `${name}.webp`);
  const small = await sharp(screenshot).resize(width, height, { fit: 'fill' }).removeAlpha().png().toBuffer();
  if (RENEW) {
    await mkdir(dirname(path), { recursive: true });
    // A picture that is as good as the same stays: the repository grows by what changed.
    if (!existsSync(path) || (await differing(path, small)).count > 0) await writeFile(path, await webp(small));
    return null;
  }
  if (!existsSync(path)) return `${relative(PROJECT, path)} is missing; RENEW_PICTURES=1 makes it`;
  const { count, worst, mask } = await differing(path, small);
  const actual = join(UNLIKE, `${name}.webp`);
  const difference = join(UNLIKE, `${name}-difference.webp`);
  if (count <= OTHER_CELLS) {
    await Promise.all([actual, difference].map((file) => rm(file, { force: true })));
    return null;
  }
  await mkdir(dirname(actual), { recursive: true });
  await writeFile(actual, await webp(small));
  const red = await sharp(mask.data, { raw: { ...mask, channels: 4 } })
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .png()
    .toBuffer();
  await writeFile(
    difference,
    await webp(
      await sharp(small)
        .modulate({ brightness: 0.5 })
        .composite([{ input: red }])
        .png()
        .toBuffer(),
    ),
  );
  return `${name}: ${count} cells of another colour (by up to ${worst} of 255), see ${relative(PROJECT, difference)} beside ${relative(PROJECT, actual)}`;
}

const webp = (picture: Buffer): Promise<Buffer> => sharp(picture).webp({ quality: 55, effort: 6, smartSubsample: true }).toBuffer();

async function cellsOf(picture: string | Buffer): Promise<Cells> {
  const image = sharp(picture).removeAlpha();
  const { width, height } = await image.metadata();
  const size = { width: Math.ceil(width / CELL), height: Math.ceil(height / CELL) };
  const data = await image.resize(size.width, size.height, { kernel: 'linear', fit: 'fill', fastShrinkOnLoad: false }).raw().toBuffer();
  return { ...size, data };
}

/** How many cells differ, by how much at most, and which: an opaque red on nothing. */
async function differing(kept: string, picture: Buffer): Promise<{ count: number; worst: number; mask: Cells }> {
  const [a, b] = await Promise.all([cellsOf(kept), cellsOf(picture)]);
  const data = Buffer.alloc(4 * b.width * b.height);
  const mask = { width: b.width, height: b.height, data };
  if (a.width !== b.width || a.height !== b.height) return { count: b.width * b.height, worst: 255, mask };
  let [count, worst] = [0, 0];
  for (let cell = 0; cell < b.width * b.height; cell++) {
    let most = 0;
    for (let channel = 3 * cell; channel < 3 * cell + 3; channel++)
      most = Math.max(most, Math.abs((a.data[channel] ?? 0) - (b.data[channel] ?? 0)));
    worst = Math.max(worst, most);
    if (most <= OTHER_COLOUR) continue;
    count++;
    data.set([255, 0, 0, 255], 4 * cell);
  }
  return { count, worst, mask };
}

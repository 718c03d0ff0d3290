import type { z } from 'zod';
import { cameraEvents } from './camera-events/index.ts';
import { clock } from './clock/index.ts';
import { fieldReports } from './field-reports/index.ts';
import { indicators } from './indicators/index.ts';
import type { TileManifest } from './manifest.ts';
import { map } from './map/index.ts';
import { notice } from './notice/index.ts';
import { status } from './status/index.ts';
import { ticker } from './ticker/index.ts';

/** Each manifest types its own props; whoever draws by name parses them with the manifest's schema first. */
const erased = <P extends z.ZodType>(manifest: TileManifest<P>): TileManifest => manifest as unknown as TileManifest;

/** Every tile that a scene may name. Adding one is a folder and a line here. */
export const TILES: readonly TileManifest[] = [
  erased(cameraEvents),
  erased(clock),
  erased(fieldReports),
  erased(indicators),
  erased(map),
  erased(notice),
  erased(status),
  erased(ticker),
];

const byName = new Map(TILES.map((manifest) => [manifest.name, manifest]));

/** The tile of that name; undefined when there is none. */
export const tileNamed = (name: string): TileManifest | undefined => byName.get(name);

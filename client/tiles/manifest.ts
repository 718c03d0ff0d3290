import type { ComponentType } from 'react';
import type { z } from 'zod';
import type { Kind } from '../../shared/contract/entry-data.ts';

/** A message file: nested words of one language. */
export type Messages = { [key: string]: string | Messages };

/**
 * All that a scene needs to know of a tile. Adding a tile is a folder with one of these and a line in `registry.ts`;
 * its words stay with it, under the namespace of its name.
 */
export type TileManifest<P extends z.ZodType = z.ZodType> = {
  name: string;
  /** Kinds of entries it paints: its glass report carries the newest of them. */
  kinds: readonly Kind[];
  props: P;
  /** On a scene's grid of 24 columns. */
  defaultSize: { w: number; h: number };
  component: ComponentType<z.output<P>>;
  messages: { vi: Messages; en: Messages };
};

export const defineTile = <P extends z.ZodType>(manifest: TileManifest<P>): TileManifest<P> => manifest;

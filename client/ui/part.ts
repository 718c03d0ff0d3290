import { createContext } from 'react';

/**
 * What of a tile this display shows, in CSS pixels: the tile is `full` in size, and the rectangle at x, y of it is here. A tile that
 * can be drawn in part (a map) draws no more than that; any other is laid out whole and cut at the edge. null: all of it is here.
 */
export type Part = { full: { w: number; h: number }; x: number; y: number; w: number; h: number };
export const PartContext = createContext<Part | null>(null);

/** Whether a tile is laid out and filled but not seen yet: it belongs to the scene that comes next. */
export const ComingContext = createContext(false);

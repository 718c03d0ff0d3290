import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TILES } from '../tiles/registry.ts';
import { addTileWords } from './i18n.ts';

/** For a screen that shows tiles: their words are known before the first of them is drawn. */
export function useTileWords(): void {
  const { i18n } = useTranslation();
  useMemo(() => addTileWords(i18n, TILES), [i18n]);
}

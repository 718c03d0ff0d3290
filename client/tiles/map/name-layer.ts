import { breakName, type Name, type PlacedName } from '../../map/names.ts';
import { formatNumber, type Language } from '../../ui/format.ts';
import { mapName, type Unit } from './picture.ts';
import { createRuler } from './ruler.ts';
import { createTextElements } from './text-elements.ts';
import type { WardMeasure } from './ward-measure.ts';

/** The names of the units, under the marks: a mark that comes is never hidden by a name. */
export type NameLayer = {
  namesOf(units: readonly Unit[], measure: WardMeasure, language: Language): Name[];
  measure(name: Name): { width: number; height: number };
  show(names: readonly PlacedName[]): void;
  /** Another unit, or the page's own font came. */
  resize(u: number): void;
  close(): void;
};

/** A name wider than this is broken, in ems. */
const MOST_EM = 7;
/** The page's own `--line-height`: room for stacked marks. */
const LINE = 1.45;

export function createNameLayer(host: HTMLElement, u: number): NameLayer {
  const rulers = (unit: number) => ({ plain: createRuler(unit, 500), strong: createRuler(unit, 600) });
  let { plain, strong } = rulers(u);
  const elements = createTextElements(host);
  return {
    namesOf: (units, measure, language) =>
      units.map(({ code, name, at, areaKm2 }) => {
        const { value = null, severity = null } = measure.byCode.get(code) ?? {};
        const ruler = severity ? strong : plain;
        const lines = breakName(mapName(name), ruler.widthOf, MOST_EM * ruler.fontPx);
        const figure = severity && value !== null ? [`${formatNumber(value, measure.decimals, language)} ${measure.unit}`.trimEnd()] : [];
        return { code, at, areaKm2, abnormal: severity !== null, lines: [...lines, ...figure] };
      }),
    measure: ({ lines, abnormal }) => {
      const ruler = abnormal ? strong : plain;
      return { width: Math.max(...lines.map(ruler.widthOf)), height: lines.length * ruler.fontPx * LINE };
    },
    show: (names) =>
      elements.show(
        names.map(({ name, box }) => ({
          id: name.code,
          className: name.abnormal ? 'map-name map-name--abnormal' : 'map-name',
          text: name.lines.join('\n'),
          box,
        })),
      ),
    resize(next) {
      ({ plain, strong } = rulers(next));
    },
    close: elements.close,
  };
}

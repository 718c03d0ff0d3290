import { z } from 'zod';
import type { TileManifest } from '../../tiles/manifest.ts';

/** How one setting of a tile is asked for; what fits none of these is written as JSON. */
export type PropField = { name: string; standard: unknown } & (
  | { kind: 'choice'; options: string[] }
  | { kind: 'choices'; options: string[] }
  | { kind: 'yes-no' }
  | { kind: 'number'; isWhole: boolean; least: number | null; most: number | null }
  | { kind: 'text'; most: number | null }
  | { kind: 'list' }
  | { kind: 'json' }
);

type Node = {
  type?: string;
  enum?: unknown[];
  anyOf?: Node[];
  items?: Node;
  properties?: Record<string, Node>;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
};

const isStrings = (values: unknown): values is string[] => Array.isArray(values) && values.every((one) => typeof one === 'string');
const isText = ({ type, anyOf }: Node): boolean => type === 'string' || (anyOf?.every(isText) ?? false);
/** JSON Schema of a safe integer has its bounds written out; those bind nobody. */
const bound = (n: number | undefined): number | null => (n === undefined || Math.abs(n) >= Number.MAX_SAFE_INTEGER ? null : n);

/** The settings of a tile in the order of its schema. */
export function fieldsOf({ props }: Pick<TileManifest, 'props'>): PropField[] {
  const schema = z.toJSONSchema(props, { io: 'input', unrepresentable: 'any' }) as Node;
  return Object.entries(schema.properties ?? {}).map(([name, node]): PropField => ({ name, standard: node.default, ...kindOf(node) }));
}

type Kind = PropField extends infer F ? (F extends PropField ? Omit<F, 'name' | 'standard'> : never) : never;

function kindOf(node: Node): Kind {
  if (isStrings(node.enum)) return { kind: 'choice', options: node.enum };
  if (node.type === 'boolean') return { kind: 'yes-no' };
  if (node.type === 'integer' || node.type === 'number')
    return { kind: 'number', isWhole: node.type === 'integer', least: bound(node.minimum), most: bound(node.maximum) };
  if (isText(node)) return { kind: 'text', most: bound(node.maxLength) };
  if (node.type === 'array' && isStrings(node.items?.enum)) return { kind: 'choices', options: node.items.enum };
  if (node.type === 'array' && node.items && isText(node.items)) return { kind: 'list' };
  return { kind: 'json' };
}

/** What is written in a field, as the value that it means; `undefined`: left to the tile's own standard. */
export function meantBy(field: PropField, written: string): { ok: true; value: unknown } | { ok: false } {
  const text = written.trim();
  if (text === '') return { ok: true, value: undefined };
  switch (field.kind) {
    case 'number': {
      const value = Number(text.replace(',', '.'));
      return Number.isFinite(value) ? { ok: true, value } : { ok: false };
    }
    case 'list':
      return { ok: true, value: text.split(/[\s,;]+/).filter((one) => one !== '') };
    case 'json':
      try {
        return { ok: true, value: JSON.parse(text) };
      } catch {
        return { ok: false };
      }
    default:
      return { ok: true, value: written };
  }
}

/** The same the other way round. */
export function writtenOf({ kind }: PropField, value: unknown): string {
  if (value === undefined) return '';
  if (kind === 'list' && isStrings(value)) return value.join(', ');
  return typeof value === 'string' && kind !== 'json' ? value : JSON.stringify(value);
}

import { useState } from 'react';
import type { SceneTile } from '../../../shared/contract/scene.ts';
import { tileNamed } from '../../tiles/registry.ts';
import { CheckboxField } from '../../ui/desk/CheckboxField.tsx';
import { SelectField } from '../../ui/desk/SelectField.tsx';
import { TextField } from '../../ui/desk/TextField.tsx';
import { useWords } from '../../ui/words.ts';
import { fieldsOf, meantBy, type PropField, writtenOf } from './prop-fields.ts';
import { useSceneWords } from './words.ts';

type Props = { tile: SceneTile; onChange: (props: SceneTile['props']) => void };

/** Where the words of a closed list stand. */
const VOCABULARIES: Readonly<Record<string, string>> = {
  domains: 'vocabulary:domain',
  types: 'vocabulary:cameraEvent',
  categories: 'vocabulary:reportCategory',
};

/** The settings of a tile, made from its schema; what the schema would not take is said and does not reach the scene. */
export function PropsForm({ tile, onChange }: Props) {
  const { t } = useSceneWords();
  const { t: word } = useWords();
  const [fault, setFault] = useState<{ name: string; text: string } | null>(null);
  const manifest = tileNamed(tile.tile);
  if (!manifest) return <p>{t('props.unknown', { tile: tile.tile })}</p>;
  const fields = fieldsOf(manifest);
  if (fields.length === 0) return <p className="desk-note">{t('props.none')}</p>;

  const set = (name: string, value: unknown): void => {
    const { [name]: _, ...rest } = tile.props;
    const props = value === undefined ? rest : { ...rest, [name]: value };
    const parsed = manifest.props.safeParse(props);
    if (parsed.success) {
      setFault(null);
      onChange(props);
    } else setFault({ name, text: parsed.error.issues.map(({ message }) => message).join('; ') });
  };
  const optionName = (field: PropField, option: string): string => {
    const vocabulary = VOCABULARIES[field.name];
    return vocabulary ? word(`${vocabulary}.${option}`) : t(`option.${field.name}.${option}`);
  };
  return (
    <div className="scene-props">
      {fields.map((field) => {
        const { name } = field;
        const label = t(`prop.${name}`);
        const value = tile.props[name] ?? field.standard;
        const error = fault?.name === name ? { error: fault.text } : {};
        switch (field.kind) {
          case 'choice':
            return (
              <SelectField
                key={name}
                label={label}
                placeholder=""
                options={field.options.map((option) => ({ value: option, label: optionName(field, option) }))}
                value={typeof value === 'string' ? value : null}
                onChange={(chosen) => set(name, chosen)}
                {...error}
              />
            );
          case 'yes-no':
            return (
              <CheckboxField key={name} isSelected={value === true} onChange={(chosen) => set(name, chosen)}>
                {label}
              </CheckboxField>
            );
          case 'choices': {
            const chosen = Array.isArray(value) ? value : [];
            return (
              <details key={name} className="scene-choices">
                <summary>
                  {label}: {chosen.length === 0 ? t('props.all') : t('props.chosen', { count: chosen.length, all: field.options.length })}
                </summary>
                {field.options.map((option) => (
                  <CheckboxField
                    key={option}
                    isSelected={chosen.includes(option)}
                    onChange={(is) => set(name, is ? [...chosen, option] : chosen.filter((one) => one !== option))}
                  >
                    {optionName(field, option)}
                  </CheckboxField>
                ))}
              </details>
            );
          }
          default:
            return <WrittenField key={`${tile.id}/${name}`} field={field} label={label} value={value} set={set} {...error} />;
        }
      })}
    </div>
  );
}

type WrittenProps = { field: PropField; label: string; value: unknown; set: (name: string, value: unknown) => void; error?: string };

/** Keeps what is being written, whole or not yet, and hands on each value that it means. */
function WrittenField({ field, label, value, set, error }: WrittenProps) {
  const { t } = useSceneWords();
  const outside = writtenOf(field, value);
  const [written, setWritten] = useState(outside);
  const [last, setLast] = useState(outside);
  const [isBroken, setBroken] = useState(false);
  // Undone, or another version was taken: what stands there is no longer what was written.
  if (outside !== last) {
    setLast(outside);
    const meant = meantBy(field, written);
    if (!meant.ok || writtenOf(field, meant.value) !== outside) setWritten(outside);
  }
  const wrong = isBroken ? t(field.kind === 'json' ? 'props.noJson' : 'props.noNumber') : error;
  const isLong = field.kind === 'json' || (field.kind === 'text' && (field.most ?? 0) > 200);
  return (
    <TextField
      label={label}
      value={written}
      onChange={(next) => {
        setWritten(next);
        const meant = meantBy(field, next);
        setBroken(!meant.ok);
        if (meant.ok) set(field.name, meant.value);
      }}
      isVerbatim={field.kind !== 'text'}
      {...(isLong ? { rows: 4 } : {})}
      {...(field.kind === 'list' ? { description: t('props.list') } : {})}
      {...(wrong === undefined ? {} : { error: wrong })}
    />
  );
}

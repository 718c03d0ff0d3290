import type { ReactElement } from 'react';
import { BEYOND } from '../../../../shared/contract/wall.ts';
import { CAMERA_EVENT_TYPES, REPORT_CATEGORIES, SENSOR_MEASURES, SEVERITIES } from '../../../../shared/model/vocabulary.ts';
import { Button } from '../../../ui/desk/Button.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useWords } from '../../../ui/words.ts';
import { useDeskWords } from '../words.ts';
import type { SceneName } from './Slots.tsx';
import { CAUSES, newTrigger, type TriggerDraft, UNIT_OF } from './trigger-draft.ts';

type Props = {
  triggers: readonly TriggerDraft[];
  scenes: readonly SceneName[];
  /** What is wrong at a part of the set-up. */
  wrong: (path: string) => { error?: string };
  onChange: (triggers: TriggerDraft[]) => void;
};

/** Scenes that come by themselves, the first that is due has the wall. */
export function Triggers({ triggers, scenes, wrong, onChange }: Props): ReactElement {
  const { t } = useDeskWords();
  const put = (at: number, part: Partial<TriggerDraft>): void => onChange(triggers.map((one, i) => (i === at ? { ...one, ...part } : one)));
  const earlier = (at: number): void => {
    const next = [...triggers];
    next.splice(at - 1, 0, ...next.splice(at, 1));
    onChange(next);
  };
  const freeName = (): string => {
    for (let n = triggers.length + 1; ; n++) {
      const name = t('setup.trigger.new', { n });
      if (!triggers.some((one) => one.name === name)) return name;
    }
  };
  return (
    <fieldset className="setup-part">
      <legend>{t('setup.trigger.title')}</legend>
      <p className="quiet">{t('setup.trigger.note')}</p>
      {triggers.map((one, at) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset within a fieldset would be drawn as a box.
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is being written; its place is what it is.
        <div key={at} className="slot trigger" role="group" aria-label={one.name}>
          <Trigger one={one} path={`triggers.${at}`} scenes={scenes} wrong={wrong} onChange={(part) => put(at, part)} />
          {at > 0 ? (
            <Button onPress={() => earlier(at)} aria-label={t('setup.trigger.earlierOne', { name: one.name })}>
              {t('setup.trigger.earlier')}
            </Button>
          ) : null}
          <Button onPress={() => onChange(triggers.filter((_, i) => i !== at))} aria-label={t('setup.removeScene', { scene: one.name })}>
            {t('setup.remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button onPress={() => onChange([...triggers, newTrigger(freeName())])}>{t('setup.trigger.add')}</Button>
      </div>
    </fieldset>
  );
}

type RowProps = Pick<Props, 'scenes' | 'wrong'> & { one: TriggerDraft; path: string; onChange: (part: Partial<TriggerDraft>) => void };

function Trigger({ one, path, scenes, wrong, onChange }: RowProps): ReactElement {
  const { t } = useDeskWords();
  return (
    <>
      <TextField
        label={t('setup.trigger.name')}
        value={one.name}
        maxLength={60}
        onChange={(name) => onChange({ name })}
        {...wrong(`${path}.name`)}
      />
      <SelectField
        label={t('setup.trigger.by')}
        options={CAUSES.map((by) => ({ value: by, label: t(`setup.trigger.cause.${by}`) }))}
        value={one.by}
        placeholder=""
        onChange={(by) => onChange({ by, kinds: [], atLeast: 'high' })}
      />
      <CauseFields one={one} path={path} scenes={scenes} wrong={wrong} onChange={onChange} />
      <TextField
        label={t('setup.trigger.count')}
        value={one.count}
        inputMode="decimal"
        onChange={(count) => onChange({ count })}
        {...wrong(`${path}.count`)}
      />
      <TextField
        label={t('setup.trigger.delay')}
        value={one.delayS}
        inputMode="decimal"
        onChange={(delayS) => onChange({ delayS })}
        {...wrong(`${path}.delayMs`)}
      />
      <TextField
        label={t('setup.trigger.hold')}
        value={one.holdMin}
        inputMode="decimal"
        onChange={(holdMin) => onChange({ holdMin })}
        {...wrong(`${path}.holdMs`)}
      />
      <TextField
        label={t('setup.trigger.area')}
        value={one.area}
        isVerbatim
        onChange={(area) => onChange({ area })}
        {...wrong(`${path}.area`)}
      />
      <SelectField
        label={t('setup.scene')}
        options={scenes.map(({ id, name }) => ({ value: id, label: name }))}
        value={one.scene}
        placeholder=""
        onChange={(scene) => onChange({ scene })}
      />
    </>
  );
}

const ANY = 'any';
const SEVERAL = 'several';

function CauseFields({ one, path, wrong, onChange }: RowProps): ReactElement {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  if (one.by === 'sensor')
    return (
      <>
        <SelectField
          label={t('setup.trigger.measure')}
          options={SENSOR_MEASURES.map((measure) => ({ value: measure, label: word(`vocabulary:measure.${measure}`) }))}
          value={one.measure}
          placeholder=""
          onChange={(measure) => onChange({ measure, unit: UNIT_OF[measure] })}
        />
        <SelectField
          label={t('setup.trigger.side')}
          options={(['above', 'below'] as const).map((side) => ({ value: side, label: t(`setup.trigger.${side}`) }))}
          value={one.side}
          placeholder=""
          onChange={(side) => onChange({ side })}
        />
        <TextField
          label={t('setup.trigger.limit', { unit: one.unit })}
          value={one.limit}
          inputMode="decimal"
          onChange={(limit) => onChange({ limit })}
          {...wrong(`${path}.cause.limit`)}
        />
        <TextField
          label={t('setup.trigger.unit')}
          value={one.unit}
          isVerbatim
          onChange={(unit) => onChange({ unit })}
          {...wrong(`${path}.cause.unit`)}
        />
      </>
    );
  const levels = one.by === 'indicator' ? BEYOND : SEVERITIES;
  const severity = (
    <SelectField
      label={t('setup.trigger.atLeast')}
      options={levels.map((level) => ({ value: level, label: word(`vocabulary:severity.${level}`) }))}
      value={one.atLeast}
      placeholder=""
      onChange={(atLeast) => onChange({ atLeast })}
    />
  );
  if (one.by === 'indicator')
    return (
      <>
        <TextField
          label={t('setup.trigger.code')}
          value={one.code}
          isVerbatim
          onChange={(code) => onChange({ code })}
          {...wrong(`${path}.cause.code`)}
        />
        {severity}
      </>
    );
  const [words, all] =
    one.by === 'camera-event' ? (['cameraEvent', CAMERA_EVENT_TYPES] as const) : (['reportCategory', REPORT_CATEGORIES] as const);
  const nameOf = (kind: string): string => word(`vocabulary:${words}.${kind}`);
  return (
    <>
      <SelectField
        label={t('setup.trigger.kind')}
        options={[
          { value: ANY, label: t('setup.trigger.any') },
          ...(one.kinds.length > 1 ? [{ value: SEVERAL, label: one.kinds.map(nameOf).join(', ') }] : []),
          ...all.map((kind) => ({ value: kind as string, label: nameOf(kind) })),
        ]}
        value={one.kinds.length > 1 ? SEVERAL : (one.kinds[0] ?? ANY)}
        placeholder=""
        onChange={(kind) => {
          if (kind !== SEVERAL) onChange({ kinds: kind === ANY ? [] : [kind] });
        }}
      />
      {severity}
    </>
  );
}

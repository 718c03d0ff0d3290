import type { ReactElement } from 'react';
import { Checkbox } from 'react-aria-components';
import type { DimSlot, ScheduleSlot } from '../../../../shared/contract/wall.ts';
import { Button } from '../../../ui/desk/Button.tsx';
import { CheckboxField } from '../../../ui/desk/CheckboxField.tsx';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { useDeskWords } from '../words.ts';

export type SceneName = { id: string; name: string };
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const put = <T,>(all: readonly T[], at: number, next: T): T[] => all.map((one, i) => (i === at ? next : one));
const without = <T,>(all: readonly T[], at: number): T[] => all.filter((_, i) => i !== at);

type ScheduleProps = { schedule: readonly ScheduleSlot[]; scenes: readonly SceneName[]; onChange: (schedule: ScheduleSlot[]) => void };

/** Which scene on which days from when to when; the first that fits holds. */
export function Schedule({ schedule, scenes, onChange }: ScheduleProps): ReactElement {
  const { t } = useDeskWords();
  return (
    <fieldset className="setup-part">
      <legend>{t('setup.schedule')}</legend>
      <p className="quiet">{t('setup.scheduleNote')}</p>
      {schedule.map((slot, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot has no name; its place is what it is.
        <div key={at} className="slot">
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset within a row of one would be drawn as a box. */}
          <div className="days" role="group" aria-label={t('setup.days')}>
            {DAYS.map((day) => (
              <Checkbox
                key={day}
                className="day"
                isSelected={slot.days.includes(day)}
                onChange={(on) => {
                  const days = on ? [...slot.days, day].sort() : slot.days.filter((one) => one !== day);
                  if (days.length > 0) onChange(put(schedule, at, { ...slot, days }));
                }}
              >
                {t(`setup.day.${day}`)}
              </Checkbox>
            ))}
          </div>
          <TextField label={t('setup.from')} value={slot.from} onChange={(from) => onChange(put(schedule, at, { ...slot, from }))} />
          <TextField label={t('setup.to')} value={slot.to} onChange={(to) => onChange(put(schedule, at, { ...slot, to }))} />
          <SelectField
            label={t('setup.scene')}
            options={scenes.map(({ id, name }) => ({ value: id, label: name }))}
            value={slot.showing.scenes[0] ?? null}
            placeholder=""
            onChange={(scene) =>
              onChange(put(schedule, at, { ...slot, showing: { ...slot.showing, scenes: [scene, ...slot.showing.scenes.slice(1)] } }))
            }
          />
          <Button onPress={() => onChange(without(schedule, at))}>{t('setup.remove')}</Button>
        </div>
      ))}
      <div>
        <Button
          onPress={() =>
            onChange([
              ...schedule,
              { days: [1, 2, 3, 4, 5], from: '07:00', to: '17:00', showing: { scenes: [scenes[0]?.id ?? 'standby'], dwellMs: 60_000 } },
            ])
          }
        >
          {t('setup.addSlot')}
        </Button>
      </div>
    </fieldset>
  );
}

/** From when to when less light is let through. */
export function Dimming({ dimming, onChange }: { dimming: readonly DimSlot[]; onChange: (dimming: DimSlot[]) => void }): ReactElement {
  const { t } = useDeskWords();
  return (
    <fieldset className="setup-part">
      <legend>{t('setup.dimming')}</legend>
      {dimming.map((slot, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        <div key={at} className="slot">
          <TextField label={t('setup.from')} value={slot.from} onChange={(from) => onChange(put(dimming, at, { ...slot, from }))} />
          <TextField label={t('setup.to')} value={slot.to} onChange={(to) => onChange(put(dimming, at, { ...slot, to }))} />
          <SelectField
            label={t('setup.light')}
            options={['100', '80', '60', '40', '20'].map((value) => ({ value, label: `${value} %` }))}
            value={String(Math.round(slot.level * 100))}
            placeholder=""
            onChange={(level) => onChange(put(dimming, at, { ...slot, level: Number(level) / 100 }))}
          />
          <CheckboxField isSelected={slot.night} onChange={(night) => onChange(put(dimming, at, { ...slot, night }))}>
            {t('setup.night')}
          </CheckboxField>
          <Button onPress={() => onChange(without(dimming, at))}>{t('setup.remove')}</Button>
        </div>
      ))}
      <div>
        <Button onPress={() => onChange([...dimming, { from: '22:00', to: '05:30', level: 0.6, night: true }])}>
          {t('setup.addDimming')}
        </Button>
      </div>
    </fieldset>
  );
}

import { type ReactElement, useState } from 'react';
import type { WallStanding } from '../../../../shared/contract/direction.ts';
import { READY_SCENES } from '../../../../shared/rules/ready-scenes.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions } from '../../../ui/desk/Dialog.tsx';
import { exchange } from '../../../ui/desk/exchange.ts';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { formatNumber } from '../../../ui/format.ts';
import { inWords } from '../refusal-words.ts';
import { useDeskWords } from '../words.ts';
import { computed, type Draft, draftOf, figure, marked, PANEL_FIGURES, PRESETS, preset, readDraft } from './draft.ts';
import { PanelGrid } from './PanelGrid.tsx';
import { Dimming, type SceneName, Schedule } from './Slots.tsx';
import { Triggers } from './Triggers.tsx';

type Props = { standing: WallStanding; scenes: readonly SceneName[]; onSaved: () => void };

/** All of a wall's set-up as one form; what follows from it is shown while it is written. */
export function SetupForm({ standing, scenes: published, onSaved }: Props): ReactElement {
  const { t, language } = useDeskWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(standing.definition, standing.name));
  const [said, setSaid] = useState<{ tone: 'note' | 'wrong'; text: string } | null>(null);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setSaid(null);
  };
  const scenes: SceneName[] = [...published, ...READY_SCENES.filter(({ id }) => !published.some((one) => one.id === id))];
  const nameOf = (id: string): string => scenes.find((one) => one.id === id)?.name ?? id;
  const read = readDraft(draft);
  const follows = computed(read);
  const [columns, rows] = [figure(draft.panels.columns), figure(draft.panels.rows)];
  const canDraw = Number.isInteger(columns) && Number.isInteger(rows) && columns > 0 && rows > 0 && columns <= 40 && rows <= 12;
  const faultAt = (path: string): string | null => read.faults.find((fault) => fault.path === path)?.message ?? null;
  const wrong = (path: string): { error?: string } => (tried && faultAt(path) !== null ? { error: t('setup.wrong') } : {});
  const px = (n: number): string => formatNumber(Math.round(n), 0, language);

  const save = async (): Promise<void> => {
    setTried(true);
    if (!read.defined) {
      setSaid({
        tone: 'wrong',
        text: t('setup.faults', { faults: read.faults.map(({ path, message }) => `${path}: ${message}`).join('; ') }),
      });
      return;
    }
    const answer = await exchange(`/walls/v1/${encodeURIComponent(standing.id)}`, { method: 'PUT', json: read.defined });
    setSaid(answer.ok ? { tone: 'note', text: t('setup.saved', { wall: draft.name }) } : { tone: 'wrong', text: inWords(answer.error, t) });
    if (answer.ok) onSaved();
  };
  return (
    <form
      className="setup"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset className="setup-part">
        <legend>{t('setup.shape')}</legend>
        <TextField label={t('setup.name')} value={draft.name} onChange={(name) => change({ name })} maxLength={120} {...wrong('name')} />
        {/* biome-ignore lint/a11y/useSemanticElements: within a fieldset already. */}
        <div className="acts" role="group" aria-label={t('setup.presets')}>
          {PRESETS.map((one) => (
            <Button key={one} onPress={() => change(preset(one))}>
              {t(`setup.preset.${one}`)}
            </Button>
          ))}
        </div>
        {draft.isWindow ? (
          <p>{t('setup.isWindow')}</p>
        ) : (
          <>
            <div className="figures">
              {PANEL_FIGURES.map((one) => (
                <TextField
                  key={one}
                  label={t(`setup.figure.${one}`)}
                  value={draft.panels[one]}
                  inputMode="decimal"
                  onChange={(text) => change({ panels: { ...draft.panels, [one]: text } })}
                  {...wrong(`geometry.panels.${one}`)}
                />
              ))}
              <TextField
                label={t('setup.figure.seat')}
                value={draft.farthestSeatM}
                inputMode="decimal"
                onChange={(farthestSeatM) => change({ farthestSeatM })}
                {...wrong('geometry.farthestSeatM')}
              />
            </div>
            {follows ? (
              <p className="setup-follows" role="status">
                {t('setup.follows', {
                  w: px(follows.canvas.w),
                  h: px(follows.canvas.h),
                  u: px(follows.uPx),
                  mm: formatNumber(follows.uMm, 0, language),
                  count: draft.displays.length,
                })}
                {follows.uncovered > 0 ? ` ${t('setup.uncovered', { count: follows.uncovered })}` : ''}
              </p>
            ) : null}
          </>
        )}
      </fieldset>
      {draft.isWindow || !canDraw ? null : (
        <fieldset className="setup-part">
          <legend>{t('setup.displays')}</legend>
          <p className="quiet">{t('setup.displaysNote')}</p>
          <PanelGrid
            columns={columns}
            rows={rows}
            ratio={figure(draft.panels.widthMm) / figure(draft.panels.heightMm) || 16 / 9}
            displays={draft.displays}
            onMark={(area) => change({ displays: marked(draft.displays, area) })}
          />
          <div className="figures">
            {draft.displays.map((display, at) => (
              <TextField
                key={`${display.column}/${display.row}`}
                label={t('setup.position', { column: display.column + 1, row: display.row + 1, w: display.columns, h: display.rows })}
                value={display.position}
                isVerbatim
                onChange={(position) => change({ displays: draft.displays.map((one, i) => (i === at ? { ...one, position } : one)) })}
                {...wrong(`geometry.displays.${at}`)}
                {...wrong(`geometry.displays.${at}.position`)}
              />
            ))}
          </div>
        </fieldset>
      )}
      <fieldset className="setup-part">
        <legend>{t('setup.default')}</legend>
        <ol className="rotation">
          {draft.scenes.map((id, at) => (
            <li key={id}>
              {nameOf(id)}
              {draft.scenes.length > 1 ? (
                <Button
                  kind="quiet"
                  onPress={() => change({ scenes: draft.scenes.filter((_, i) => i !== at) })}
                  aria-label={t('setup.removeScene', { scene: nameOf(id) })}
                >
                  {t('setup.remove')}
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
        <SelectField
          label={t('setup.addScene')}
          options={scenes.filter(({ id }) => !draft.scenes.includes(id)).map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          placeholder={t('form.choose')}
          onChange={(scene) => change({ scenes: [...draft.scenes, scene] })}
        />
        {draft.scenes.length > 1 ? (
          <TextField
            label={t('setup.dwell')}
            value={draft.dwellS}
            inputMode="decimal"
            onChange={(dwellS) => change({ dwellS })}
            {...wrong('default.dwellMs')}
          />
        ) : null}
      </fieldset>
      <Schedule schedule={draft.schedule} scenes={scenes} onChange={(schedule) => change({ schedule })} />
      <Triggers triggers={draft.triggers} scenes={scenes} wrong={wrong} onChange={(triggers) => change({ triggers })} />
      <Dimming dimming={draft.dimming} onChange={(dimming) => change({ dimming })} />
      <Actions>
        <Button kind="primary" type="submit">
          {t('setup.save')}
        </Button>
        <a href="/desk/wall">{t('setup.back')}</a>
      </Actions>
      {said ? <Banner tone={said.tone}>{said.text}</Banner> : null}
    </form>
  );
}

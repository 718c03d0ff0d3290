import type { ReactElement } from 'react';
import type { WallOrder } from '../../../shared/contract/direction.ts';
import type { SessionPerson } from '../../../shared/contract/session.ts';
import { Banner } from '../../ui/desk/Banner.tsx';
import { useWords } from '../../ui/words.ts';
import { ActButton } from './ActButton.tsx';
import { ActLog } from './ActLog.tsx';
import { ControlPanel } from './ControlPanel.tsx';
import { standingOf } from './control.ts';
import { DeskDialogs } from './DeskDialogs.tsx';
import { DisplayPanel } from './DisplayPanel.tsx';
import { HeadBar } from './HeadBar.tsx';
import { InForce } from './InForce.tsx';
import { LivePicture, type PastOf } from './LivePicture.tsx';
import { inWords } from './refusal-words.ts';
import { SceneList } from './SceneList.tsx';
import { cameraName, incidentName } from './subjects.ts';
import { useBoard } from './use-board.ts';
import type { Connect } from './use-mirror.ts';
import { WallBlock } from './WallBlock.tsx';
import { isStill, stateOf } from './walls-here.ts';
import { useDeskWords } from './words.ts';

type Props = { person: SessionPerson; connect: Connect; pastOf: PastOf };

/** The desk itself: scenes left, walls in the middle, what can be done right. */
export function Board({ person, connect, pastOf }: Props): ReactElement {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const {
    listed,
    walls,
    wall,
    glasses,
    scenes,
    sceneName,
    state,
    standing,
    acts,
    notes,
    dialog,
    setDialog,
    isPicking,
    setIsPicking,
    stay,
    setStay,
    until,
    setUntil,
    hasKeys,
    search,
    capture,
    places,
    display,
    canDo,
    order,
    show,
    mayShowOn,
    open,
    switchAudience,
    command,
    direction,
    toggle,
    setWantedWall,
    setWantedDisplay,
    keepKeys,
    may,
    mayDirect,
    isCut,
    world,
    now,
  } = useBoard(person);

  const upScene = scenes.find(({ id }) => id === state.on.scene)?.scene ?? null;
  const why = isCut
    ? t('off.cut')
    : !mayDirect
      ? t('off.noRight')
      : standing.kind === 'theirs'
        ? t('off.held', { name: standing.name })
        : null;
  const button = (hotkey: string, label: string, needed: WallOrder['order'], onPress: () => void): ReactElement => (
    <ActButton hotkey={hotkey} onPress={onPress} isDisabled={!canDo(needed)}>
      {t(label)}
    </ActButton>
  );

  return (
    <div className="desk-wall">
      <HeadBar person={person} hasKeys={hasKeys} onKeys={keepKeys} />
      <div className="desk-wall__left">
        <SceneList
          scenes={scenes}
          up={wall ? state.on.scene : null}
          wallName={wall?.name ?? ''}
          stay={stay}
          onStay={setStay}
          until={until}
          onUntil={setUntil}
          onShow={wall && canDo('show') ? (scene) => show(wall.id, scene) : null}
          searchRef={search}
        />
      </div>
      <main className="desk-wall__walls">
        {isCut ? <Banner tone="wrong">{t('off.cut')}</Banner> : null}
        {acts.said === null ? (
          <p className="desk-wall__hint quiet">{t('hint')}</p>
        ) : (
          <Banner
            tone={acts.said.tone}
            action={
              acts.undo && acts.said.tone === 'note' ? (
                <ActButton hotkey="u" onPress={toggle.undo} isDisabled={isCut || acts.isGoing}>
                  {t('act.undo')}
                </ActButton>
              ) : undefined
            }
          >
            {acts.said.text}
          </Banner>
        )}
        {isPicking ? <Banner>{t('mirror.picking')}</Banner> : null}
        {walls.length === 0 ? <p>{listed.isLoading ? t('loading') : listed.error ? inWords(listed.error, t) : t('noWalls')}</p> : null}
        <div className="walls" data-many={walls.length > 1 || undefined}>
          {walls.map((one) => {
            const its = one === wall ? state : stateOf(world.world(), one.id, now);
            const glass = glasses.get(one.id);
            return (
              <WallBlock
                key={one.id}
                wall={one}
                state={its}
                glass={glass?.glass ?? null}
                glassFault={glass?.error && !glass.glass ? t('glass.unknown', { why: inWords(glass.error, t) }) : null}
                standing={standingOf(its.control, person.id, now)}
                now={now}
                sceneName={sceneName}
                isChosen={one === wall}
                onChoose={() => setWantedWall(one.id)}
                chosenDisplay={display?.position ?? null}
                picking={isPicking && one === wall ? upScene : null}
                onPick={(tile) => {
                  setIsPicking(false);
                  order({ order: 'full-tile', tile });
                }}
                onDropScene={mayShowOn(one.id) ? (dropped) => show(one.id, dropped) : null}
                isCut={isCut}
                picture={({ w, h }) => <LivePicture wall={one.id} connect={connect} pastOf={pastOf} w={w} h={h} />}
              />
            );
          })}
        </div>
      </main>
      {wall ? (
        <aside className="desk-wall__right" aria-label={t('acts.of', { wall: wall.name })}>
          <ControlPanel standing={standing} mayDirect={mayDirect} isOff={isCut} onAct={(act) => order({ order: 'control', act })} />
          <InForce
            state={state}
            now={now}
            sceneName={sceneName}
            cameraName={(id) => cameraName(world.world(), id)}
            incidentName={incidentName(world.world(), state.focus?.incident ?? null, word)}
            tileName={(id) => word(`${upScene?.tiles.find((tile) => tile.id === id)?.tile ?? id}:title`)}
            mayDirect={mayDirect}
            isHeld={standing.kind === 'theirs'}
            isOff={isCut}
            onOrder={(one) => (one.order === 'end-emergency' ? setDialog('end-emergency') : order(one))}
          />
          <section className="panel" aria-labelledby="acts-title">
            <h2 id="acts-title">{t('acts.title')}</h2>
            {why ? <p className="acts__why">{why}</p> : null}
            {mayDirect ? (
              <div className="acts acts--grid">
                {direction?.emergency ? null : button('e', 'act.emergency', 'emergency', toggle.emergency)}
                {isStill(direction?.banner, now) ? null : button('b', 'act.banner', 'banner', toggle.banner)}
                {button('c', 'act.camera', 'pin', () => open('camera', 'pin'))}
                {button('p', 'act.place', 'pin', () => open('place', 'pin'))}
                {direction?.fullTile ? null : button('f', 'act.full', 'full-tile', toggle.full)}
                {direction?.frozenAt ? null : button('z', 'act.freeze', 'freeze', toggle.freeze)}
                {button('x', 'act.replay', 'replay', () => open('replay', 'replay'))}
                {may['audience:switch'] && wall.audience ? (
                  <ActButton hotkey="a" onPress={toggle.audience} isDisabled={isCut}>
                    {t('act.audience')}
                  </ActButton>
                ) : null}
              </div>
            ) : null}
          </section>
          <DisplayPanel
            places={places}
            chosen={display?.position ?? null}
            onChoose={setWantedDisplay}
            now={now}
            mayDirect={mayDirect}
            isOff={isCut}
            capture={capture}
            onReload={() => setDialog('reload')}
            onCapture={() => void command('capture')}
            spread={glasses.get(wall.id)?.glass?.switch ?? null}
          />
          <ActLog notes={notes} wallName={(id) => walls.find((one) => one.id === id)?.name ?? id} sceneName={sceneName} />
        </aside>
      ) : null}
      <DeskDialogs
        open={dialog}
        wallName={wall?.name ?? ''}
        audience={wall?.audience ?? null}
        displayName={display?.glass?.name ?? ''}
        scenes={scenes}
        up={state.on.scene}
        now={now}
        onClose={() => setDialog(null)}
        onOrder={order}
        onAudience={(audience) => void switchAudience(audience)}
        onReload={() => void command('reload')}
      />
    </div>
  );
}

import type { ReactElement } from 'react';
import type { WallOrder } from '../../../shared/contract/direction.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';
import { BannerDialog, EmergencyDialog, ReplayDialog } from './OrderDialogs.tsx';
import { PinDialog } from './PinDialog.tsx';
import { Question } from './Question.tsx';
import type { SceneHere } from './scenes-here.ts';
import { WallAudienceDialog } from './WallAudienceDialog.tsx';
import { useDeskWords } from './words.ts';

/** What stands over the desk now, one at a time; null: nothing does. */
export type OpenDialog = 'emergency' | 'end-emergency' | 'banner' | 'camera' | 'place' | 'replay' | 'audience' | 'reload' | null;

type Props = {
  open: OpenDialog;
  wallName: string;
  audience: Audience | null;
  displayName: string;
  scenes: readonly SceneHere[];
  up: string;
  now: number;
  onClose: () => void;
  onOrder: (order: WallOrder) => void;
  onAudience: (audience: Audience) => void;
  onReload: () => void;
};

export function DeskDialogs(props: Props): ReactElement | null {
  const { open, wallName, audience, displayName, scenes, up, now, onClose, onOrder, onAudience, onReload } = props;
  const { t } = useDeskWords();
  const common = { wallName, onClose, onOrder };
  switch (open) {
    case 'emergency':
      return <EmergencyDialog {...common} scenes={scenes} up={up} />;
    case 'end-emergency':
      return (
        <Question
          title={t('emergency.endTitle', { wall: wallName })}
          yes={t('emergency.endYes')}
          onYes={() => onOrder({ order: 'end-emergency' })}
          onClose={onClose}
        >
          {t('emergency.endLead')}
        </Question>
      );
    case 'banner':
      return <BannerDialog {...common} />;
    case 'camera':
    case 'place':
      return <PinDialog {...common} kind={open} />;
    case 'replay':
      return <ReplayDialog {...common} now={now} />;
    case 'audience':
      return audience ? <WallAudienceDialog wallName={wallName} now={audience} onClose={onClose} onChoose={onAudience} /> : null;
    case 'reload':
      return (
        <Question title={t('reload.title', { name: displayName })} yes={t('reload.yes')} onYes={onReload} onClose={onClose}>
          {t('reload.lead')}
        </Question>
      );
    case null:
      return null;
  }
}

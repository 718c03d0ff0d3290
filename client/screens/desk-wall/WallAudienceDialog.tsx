import { type ReactElement, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { AUDIENCES, type Audience, CLASSIFICATIONS, PERSONAL_FIELDS } from '../../../shared/model/vocabulary.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../ui/desk/Dialog.tsx';
import { useWords } from '../../ui/words.ts';
import { useDeskWords } from './words.ts';

type Props = { wallName: string; now: Audience; onClose: () => void; onChoose: (audience: Audience) => void };

/** Who is in the room: what each may see is read from the table of rights. */
export function WallAudienceDialog({ wallName, now, onClose, onChoose }: Props): ReactElement {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const [chosen, setChosen] = useState<Audience>(now);
  const sees = (audience: Audience): string => {
    const { classifications, personal } = viewOf({ role: 'display', areas: null, audience });
    const shown = PERSONAL_FIELDS.filter((field) => personal[field] !== 'none').map((field) => word(`vocabulary:personalField.${field}`));
    return [
      CLASSIFICATIONS.filter((one) => classifications.includes(one))
        .map((one) => word(`vocabulary:classification.${one}`))
        .join(', '),
      shown.length > 0 ? t('audience.masked', { fields: shown.join(', ') }) : t('audience.nothing'),
    ].join('; ');
  };
  return (
    <Dialog title={t('audience.title', { wall: wallName })} isOpen onClose={onClose}>
      <RadioGroup
        className="audiences"
        aria-label={t('audience.title', { wall: wallName })}
        value={chosen}
        onChange={(value) => setChosen(AUDIENCES.find((one) => one === value) ?? now)}
      >
        {AUDIENCES.map((audience) => (
          <Radio key={audience} value={audience} className="audience">
            <strong>
              {word(`vocabulary:audience.${audience}`)}
              {audience === now ? <span className="quiet"> {t('audience.now')}</span> : null}
            </strong>
            <span className="desk-note">{sees(audience)}</span>
          </Radio>
        ))}
      </RadioGroup>
      <Actions>
        <Button
          kind="primary"
          onPress={() => {
            onClose();
            if (chosen !== now) onChoose(chosen);
          }}
        >
          {t('audience.save')}
        </Button>
        <Button onPress={onClose}>{t('cancel')}</Button>
      </Actions>
    </Dialog>
  );
}

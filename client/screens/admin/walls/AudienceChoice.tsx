import type { ReactElement } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { AUDIENCES, type Audience, CLASSIFICATIONS, PERSONAL_FIELDS } from '../../../../shared/model/vocabulary.ts';
import { viewOf } from '../../../../shared/rules/view.ts';
import type { Translate } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { useWallWords } from './words.ts';

type Props = { wall: string; chosen: Audience; isGoing: boolean; onChoose: (audience: Audience) => void };

/** One large button an audience, saying what a wall shows them; read from the table of rights, so that it cannot say anything else. */
export function AudienceChoice({ wall, chosen, isGoing, onChoose }: Props): ReactElement {
  const { t } = useWallWords();
  const { t: word } = useWords();
  return (
    <ToggleButtonGroup
      className="walls-audiences"
      aria-label={t('question', { wall })}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        const audience = AUDIENCES.find((one) => one === key);
        // Disabled while it is on its way, the button would lose the focus of whoever pressed it.
        if (audience && audience !== chosen && !isGoing) onChoose(audience);
      }}
    >
      {AUDIENCES.map((audience) => (
        <ToggleButton key={audience} id={audience} className="walls-audience">
          <span className="walls-name">
            <Mark isChosen={audience === chosen} />
            {word(`vocabulary:audience.${audience}`)}
            {audience === chosen && <span className="quiet">{t('now')}</span>}
          </span>
          {shownTo(audience, t, word).map((line) => (
            <span key={line} className="walls-line">
              {line}
            </span>
          ))}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

const Mark = ({ isChosen }: { isChosen: boolean }): ReactElement => (
  <svg viewBox="0 0 20 20" aria-hidden="true">
    <circle cx="10" cy="10" r="8.5" />
    {isChosen && <circle className="walls-dot" cx="10" cy="10" r="4.5" />}
  </svg>
);

function shownTo(audience: Audience, t: Translate, word: Translate): string[] {
  const { classifications, personal } = viewOf({ role: 'display', areas: null, audience });
  const exposures = [...new Set(PERSONAL_FIELDS.map((field) => personal[field]))];
  const fields = exposures.map((how) =>
    t('exposure', {
      field: PERSONAL_FIELDS.filter((field) => personal[field] === how)
        .map((field) => word(`vocabulary:personalField.${field}`))
        .join(', '),
      how: word(`vocabulary:exposure.${how}`),
    }),
  );
  return [
    t('sees', {
      what: CLASSIFICATIONS.filter((one) => classifications.includes(one))
        .map((one) => word(`vocabulary:classification.${one}`))
        .join(', '),
    }),
    t('personal', { what: fields.join('; ') }),
  ];
}

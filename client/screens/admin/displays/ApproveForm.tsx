import { type FormEvent, type ReactElement, useCallback, useEffect, useState } from 'react';
import {
  type DisplayList,
  type DisplayRow,
  type PairingRequest,
  type PlaceTaken,
  UserCodeField,
} from '../../../../shared/contract/displays.ts';
import { Banner } from '../../../ui/desk/Banner.tsx';
import { Button } from '../../../ui/desk/Button.tsx';
import { Actions, Dialog } from '../../../ui/desk/Dialog.tsx';
import { exchange, type Refusal } from '../../../ui/desk/exchange.ts';
import { inWords } from '../../../ui/desk/refusal-words.ts';
import { SelectField } from '../../../ui/desk/SelectField.tsx';
import { TextField } from '../../../ui/desk/TextField.tsx';
import { ageInWords } from '../../../ui/format.ts';
import { useWords } from '../../../ui/words.ts';
import { useAdminWords } from '../words.ts';
import { useDisplayWords } from './words.ts';

type Props = { code: string; list: DisplayList; onDone: () => void };

/** First the code, then who asks and what it is to be called; a place that is taken is asked about plainly. */
export function ApproveForm({ code: given, list, onDone }: Props): ReactElement {
  const { t } = useDisplayWords();
  const { t: ofAdmin } = useAdminWords();
  const { t: ofPage } = useWords();
  const [code, setCode] = useState(given);
  const [request, setRequest] = useState<PairingRequest | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [paired, setPaired] = useState<string | null>(null);

  const find = useCallback(
    async (typed: string): Promise<void> => {
      setPaired(null);
      const parsed = UserCodeField.safeParse(typed);
      if (!parsed.success) return setWrong(t('approve.notACode'));
      const answer = await exchange<PairingRequest>(`/admin/v1/pairings/${parsed.data}`);
      setRequest(answer.ok ? answer.value : null);
      setWrong(answer.ok ? null : answer.error.status === 404 ? t('approve.unknown') : inWords(answer.error, ofAdmin));
    },
    [t, ofAdmin],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what the QR code brought.
  useEffect(() => {
    if (given) void find(given);
  }, [given]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void find(code);
  };
  const over = (name: string | null): void => {
    setRequest(null);
    setCode('');
    setPaired(name);
    if (name !== null) onDone();
  };

  return (
    <section className="displays-part" aria-labelledby="approve-title">
      <h2 id="approve-title">{t('approve.title')}</h2>
      {paired !== null && <Banner>{t('approve.done', { name: paired })}</Banner>}
      {request ? (
        <>
          <Banner tone="attention">
            <p>{t('approve.asked', { address: request.address, ago: ageInWords(list.at - request.createdAt, ofPage) })}</p>
            <p className="quiet">{t('approve.browser', { browser: request.browser })}</p>
          </Banner>
          <PlaceForm request={request} list={list} onOver={over} />
        </>
      ) : (
        <form className="displays-form" onSubmit={submit}>
          <TextField
            label={t('approve.code')}
            description={t('approve.codeNote')}
            value={code}
            onChange={setCode}
            isCode
            isVerbatim
            autoComplete="off"
            {...(wrong === null ? {} : { error: wrong })}
          />
          <Actions>
            <Button kind="primary" type="submit">
              {t('approve.find')}
            </Button>
          </Actions>
        </form>
      )}
    </section>
  );
}

type PlaceProps = { request: PairingRequest; list: DisplayList; onOver: (name: string | null) => void };

function PlaceForm({ request, list, onOver }: PlaceProps): ReactElement {
  const { t } = useDisplayWords();
  const { t: ofAdmin } = useAdminWords();
  const [wall, setWall] = useState<string | null>(list.walls.length === 1 ? (list.walls[0]?.id ?? null) : null);
  const [position, setPosition] = useState('');
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [taken, setTaken] = useState<PlaceTaken | null>(null);
  const [isPending, setIsPending] = useState(false);

  const send = async (replace: boolean): Promise<void> => {
    setIsPending(true);
    setTaken(null);
    const body = JSON.stringify({ display: id.trim(), name, wall: wall ?? '', position, replace });
    const answer = await exchange<DisplayRow>(`/admin/v1/pairings/${request.userCode}/approve`, { method: 'POST', body });
    setIsPending(false);
    if (answer.ok) return onOver(answer.value.name);
    setTaken(takenOf(answer.error));
    setRefusal(answer.error);
  };
  const faultOf = (field: string): { error?: string } =>
    refusal?.status === 422 && pointerOf(refusal) === `/${field}` ? { error: t('approve.field') } : {};
  const isElse = refusal && refusal.status !== 409 && refusal.status !== 422;

  return (
    <form
      className="displays-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send(false);
      }}
    >
      {isElse && <Banner tone="wrong">{refusal.status === 404 ? t('approve.unknown') : inWords(refusal, ofAdmin)}</Banner>}
      {list.walls.length === 0 && <Banner tone="attention">{t('approve.noWall')}</Banner>}
      <SelectField
        label={t('approve.wall')}
        placeholder={t('approve.chooseWall')}
        options={list.walls.map((each) => ({ value: each.id, label: each.name }))}
        value={wall}
        onChange={setWall}
        {...faultOf('wall')}
      />
      <TextField
        label={t('approve.position')}
        description={t('approve.positionNote')}
        value={position}
        onChange={setPosition}
        isVerbatim
        {...faultOf('position')}
      />
      <TextField label={t('approve.name')} value={name} onChange={setName} {...faultOf('name')} />
      <TextField label={t('approve.id')} description={t('approve.idNote')} value={id} onChange={setId} isVerbatim {...faultOf('display')} />
      <Actions>
        <Button kind="primary" type="submit" isPending={isPending}>
          {t('approve.allow')}
        </Button>
        <Button onPress={() => onOver(null)}>{t('approve.cancel')}</Button>
      </Actions>
      {taken && (
        <Dialog title={t('approve.takenTitle')} isOpen isQuestion onClose={() => setTaken(null)}>
          <p>
            {t(taken.what === 'position' ? 'approve.takenPosition' : 'approve.takenName', { name: taken.name, display: taken.display })}
          </p>
          <Actions>
            <Button kind="primary" onPress={() => void send(true)}>
              {t('approve.replace')}
            </Button>
            <Button onPress={() => setTaken(null)}>{t('approve.keep')}</Button>
          </Actions>
        </Dialog>
      )}
    </form>
  );
}

const partOf = ({ body }: Refusal, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
const pointerOf = (refusal: Refusal): unknown => partOf(refusal, 'pointer');
const takenOf = (refusal: Refusal): PlaceTaken | null =>
  refusal.status === 409 ? ((partOf(refusal, 'taken') as PlaceTaken | undefined) ?? null) : null;

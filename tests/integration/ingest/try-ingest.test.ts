// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { createElement } from 'react';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import en from '../../../client/screens/try-ingest/en.json';
import { exampleOf } from '../../../client/screens/try-ingest/examples.ts';
import { signDelivery } from '../../../client/screens/try-ingest/sign.ts';
import { TryIngest } from '../../../client/screens/try-ingest/TryIngest.tsx';
import vi from '../../../client/screens/try-ingest/vi.json';
import { INGEST_SURFACES, SURFACE_NAMES } from '../../../shared/contract/ingest.ts';
import { testDatabase } from '../../support/postgres.ts';
import { admin, type Centre, openCentre, type Publisher } from './ingest-centre.ts';

let centre: Centre;
let publisher: Publisher;
beforeAll(async () => {
  centre = await openCentre((await testDatabase()).database);
  publisher = (await admin(centre, 'POST', '/sources', { id: 'so-thu', name: 'Sở thử nghiệm' })).body as Publisher;
});
afterAll(() => centre.close());
afterEach(cleanup);

const show = async () => {
  const words = createInstance();
  await words.use(initReactI18next).init({ lng: 'vi', fallbackLng: 'vi', resources: {}, interpolation: { escapeValue: false } });
  render(createElement(I18nextProvider, { i18n: words }, createElement(TryIngest, { origin: centre.url })));
};
const fill = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

describe('the page to try the ingest', () => {
  it('TRY1 signs as the reference library does, non-ASCII too', async () => {
    const { signingSecret } = publisher;
    const body = '{"summary":"Đường ngập"}';
    const { headers } = await signDelivery(signingSecret, 'msg_1', 1_795_313_472, body, 'application/json');
    expect(headers['webhook-signature']).toBe(new Webhook(signingSecret).sign('msg_1', new Date(1_795_313_472_000), body));
  });

  it.each(SURFACE_NAMES)('TRY2 the example of %s is what the contract asks for', (surface) => {
    expect(INGEST_SURFACES[surface].post.safeParse(exampleOf(surface, Date.now())).error).toBeUndefined();
  });

  it('TRY3 sends to the real server: stored; signed anew, a duplicate; as it was, refused; mended input after an error', async () => {
    await show();
    fill('Mã truy cập của nguồn', publisher.token);
    fill('Khóa ký (whsec_…)', publisher.signingSecret);
    press('Ký và gửi');
    await screen.findByText('Mã trạng thái 201');
    screen.getByText(/^đã ghi, số \d+$/);
    press('Gửi lại, ký mới');
    await screen.findByText('Mã trạng thái 200');
    screen.getByText(/^trùng, đã ghi ở số \d+$/);
    press('Gửi lại y nguyên');
    await screen.findByText('Mã trạng thái 409');
    screen.getByText('Bản tin đã ký này đã được tiếp nhận trước đó');
    fill('Nội dung bản tin', '{"reportId":"x"}');
    press('Ký và gửi');
    await screen.findByText('Mã trạng thái 422');
    expect(screen.getByText('cách ly').closest('tr')?.textContent).toContain('/category');
    fill('Khóa ký (whsec_…)', 'không phải khóa');
    press('Ký và gửi');
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Khóa ký không đúng dạng/);
    press('English');
    await screen.findByRole('button', { name: 'Sign and send' });
  });

  it('TRY4 both languages say the same things, in composed Vietnamese', () => {
    const keys = (words: object, path = ''): string[] =>
      Object.entries(words).flatMap(([key, value]) => (typeof value === 'string' ? [path + key] : keys(value as object, `${path}${key}.`)));
    expect(keys(en)).toEqual(keys(vi));
    expect(JSON.stringify(vi)).toBe(JSON.stringify(vi).normalize('NFC'));
  });
});

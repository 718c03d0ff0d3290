import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type AuditEntry, AuditExport, type SignedHead } from '../../shared/contract/audit.ts';
import { type Against, type Stretch, type Verdict, verifyChain } from '../domain/audit/verify.ts';
import { headFilesIn, readSignedHead } from '../store/audit-head.ts';
import { auditKeyFile, auditKeyId, checkSignature, publicHalf, sha256 } from '../store/audit-keys.ts';
import { createAuditBook } from '../store/audit-rows.ts';
import { faultWords, summaryWords } from './audit-words.ts';
import { readConfiguration } from './configuration.ts';
import { openOfflineStore } from './offline-store.ts';

/** `npm run audit:verify`: checks the audit of a database, or an exported file, with no server. Exit 1: it was tampered with, or cannot be checked. */

const USAGE = `Cách dùng / Usage: npm run audit:verify -- [--export TỆP.json] [--public-key TỆP.pem]… [--head TỆP.json]… [--printed SỐ:MÃ_BĂM]…
  không có --export: cơ sở dữ liệu của DATABASE_URL, hoặc của thư mục dữ liệu / without --export: the database of DATABASE_URL, or of the data folder
  --public-key  khóa công khai tin cậy; mặc định: khóa trong thư mục dữ liệu / a key to trust; unset: the data folder's own
  --head        đầu nhật ký đã ký; mặc định: trong thư mục dữ liệu / a signed head; unset: those in the data folder
  --printed     số mục và mã băm đọc từ bản in / an entry's number and its hash, read off a paper`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
class Refused extends Error {}

type Options = { export?: string; keyFiles: string[]; headFiles: string[]; printed: Against['printed'] };

/** Keys that are trusted because they lie elsewhere than the log; none: those that the log brings along are used, and said to prove little. */
async function trustedKeys({ keyFiles }: Options, dataDir: string): Promise<Map<string, string>> {
  const keys = new Map<string, string>();
  for (const file of keyFiles) {
    const pem = publicHalf(await read(file));
    if (pem === null) throw new Refused(`${file}: không phải khóa Ed25519 / not an Ed25519 key`);
    keys.set(auditKeyId(pem), pem);
  }
  if (keyFiles.length > 0) return keys;
  const own = await readFile(auditKeyFile(dataDir), 'utf8').then(publicHalf, () => null);
  if (own !== null) keys.set(auditKeyId(own), own);
  return keys;
}

async function heads({ headFiles, export: file }: Options, dataDir: string): Promise<SignedHead[]> {
  const files = headFiles.length > 0 ? headFiles : file === undefined ? await headFilesIn(dataDir) : [];
  const found: SignedHead[] = [];
  for (const path of files) {
    const head = await readSignedHead(path).catch((error: Error) => {
      throw new Refused(`${path}: không phải đầu nhật ký đã ký / not a signed head (${error.message})`);
    });
    if (!head) throw new Refused(`${path}: không có tệp này / no such file`);
    found.push(head);
  }
  return found;
}

/** What a check needs, wherever it comes from. */
type Source = Pick<Against, 'checkpoints'> & {
  rows: AsyncIterable<AuditEntry> | Iterable<AuditEntry>;
  keys: readonly { id: string; publicKey: string }[];
  heads: readonly SignedHead[];
  stretch: Stretch;
};

async function fromExport(file: string): Promise<Source> {
  const text = await read(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused(
      `${file}: không phải JSON; bản CSV chỉ để đọc, hãy xuất JSON để kiểm tra / not JSON; a CSV is for reading, export JSON to verify`,
    );
  }
  const parsed = AuditExport.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refused(`${file}: sai cấu trúc / not an export of the audit: /${issue?.path.join('/')}: ${issue?.message}`);
  }
  const { entries, checkpoints, keys, head, filter } = parsed.data;
  return { rows: entries, checkpoints, keys, heads: head ? [head] : [], stretch: filter === null ? {} : { picked: true } };
}

async function verify(options: Options): Promise<boolean> {
  const configuration = readConfiguration(process.env);
  const { dataDir } = configuration;
  const trusted = await trustedKeys(options, dataDir);
  // Read before the rows: whatever they speak of is then in the rows.
  const kept = await heads(options, dataDir);
  const check = (source: Source): Promise<Verdict> => {
    const brought = source.keys.filter(({ id, publicKey }) => publicHalf(publicKey) !== null && auditKeyId(publicKey) === id);
    const keys = trusted.size > 0 ? trusted : new Map(brought.map(({ id, publicKey }) => [id, publicKey]));
    const against = { checkpoints: source.checkpoints, heads: [...kept, ...source.heads], printed: options.printed };
    return verifyChain(source.rows, against, { sha256, checkSignature, keys, strict: options.keyFiles.length > 0 }, source.stretch);
  };

  let verdict: Verdict;
  let picked = false;
  if (options.export !== undefined) {
    const source = await fromExport(options.export);
    picked = source.stretch.picked ?? false;
    verdict = await check(source);
  } else {
    const store = await openOfflineStore(configuration);
    try {
      const book = createAuditBook({ pool: store.database.pool });
      const [checkpoints, keys] = await Promise.all([book.checkpoints(), book.keys()]).catch((error: Error) => {
        throw new Refused(`Không đọc được nhật ký kiểm toán / The audit cannot be read: ${error.message}`);
      });
      verdict = await check({ rows: book.readAfter(0), checkpoints, keys, heads: [], stretch: {} });
    } finally {
      await store.close();
    }
  }
  report(verdict, picked, trusted.size === 0);
  return verdict.faultCount === 0;
}

function report(verdict: Verdict, picked: boolean, ownKeys: boolean): void {
  for (const line of summaryWords(verdict, picked)) say(line);
  if (ownKeys) {
    say(
      'Lưu ý: không có khóa tin cậy; dùng khóa kèm theo nhật ký, không chống được người sở hữu cơ sở dữ liệu / ' +
        'Note: no key was given; the keys that came with the log prove nothing against whoever owns the database (--public-key)',
    );
  }
  if (verdict.faultCount === 0) {
    say('Nhật ký kiểm toán nguyên vẹn / The audit is whole.');
    return;
  }
  say(`PHÁT HIỆN ${verdict.faultCount} SAI LỆCH / ${verdict.faultCount} FAULTS FOUND:`);
  for (const fault of verdict.faults) {
    const { vi, en } = faultWords(fault);
    say(`  ${vi}\n    ${en}`);
  }
  const more = verdict.faultCount - verdict.faults.length;
  if (more > 0) say(`  … và ${more} sai lệch nữa / and ${more} more`);
}

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: Error) => {
    throw new Refused(`Không đọc được tệp / The file cannot be read: ${error.message}`);
  });

/** "1204:ab12 cd34 …": at least four groups, so that it is no accident when they agree. */
function printedOf(text: string): Against['printed'][number] {
  const [, n, hash = ''] = /^(\d+):([0-9a-f\s]+)$/i.exec(text) ?? [];
  const bare = hash.replaceAll(/\s/g, '').toLowerCase();
  if (n === undefined || bare.length < 16 || bare.length > 64)
    throw new Refused(`--printed ${text}: SỐ:MÃ_BĂM, ít nhất 16 ký tự / NUMBER:HASH, 16 digits or more`);
  return { n: Number(n), hash: bare };
}

try {
  const { values } = parseArgs({
    options: {
      export: { type: 'string' },
      'public-key': { type: 'string', multiple: true, default: [] },
      head: { type: 'string', multiple: true, default: [] },
      printed: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) say(USAGE);
  else {
    const whole = await verify({
      ...(values.export === undefined ? {} : { export: values.export }),
      keyFiles: values['public-key'],
      headFiles: values.head,
      printed: values.printed.map(printedOf),
    });
    process.exitCode = whole ? 0 : 1;
  }
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `${USAGE}\n` : ''}`);
  process.exitCode = 1;
}

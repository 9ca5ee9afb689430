import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { unavailable } from './errors.ts';
import { PictureRefusal } from './picture.ts';
import type { Renditions } from './picture.ts';
import type { PictureAnswer, PictureOrder } from './picture-process.ts';

/** Longer than any picture within the limits takes, also on a slow machine. */
const PATIENCE_MS = 30_000;

/** After so long without a picture the process ends and gives its memory back. */
const IDLE_MS = 10_000;

/** As this file is, source or built. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './picture-process.ts' : './picture-process.js',
  import.meta.url,
);

let child: Promise<ChildProcess> | undefined;
let idle: NodeJS.Timeout | undefined;
let before: Promise<unknown> = Promise.resolve();

/** A picture that is read when it is its turn. */
type Picture = { size: number; read: () => AsyncIterable<Buffer> };

/**
 * Makes a picture anew from its pixels, as `renderPicture` does, in a process of its own: what a hostile file may do to the
 * libraries that open it, it does there, with no key and no secret at hand. One picture after the other, so that the
 * memory of one is the memory of all.
 * @param mostPixels width times height
 * @throws PictureRefusal, AppError unavailable when the process cannot be started
 */
export async function renderInProcess(picture: Picture, mostPixels: number): Promise<Renditions> {
  const [large, small] = await inTurn(picture, mostPixels, 'photo');
  return { large, small } as Renditions;
}

/** Makes a logo anew in the same process, as `renderLogo` does. @throws as above */
export async function renderLogoInProcess(picture: Picture, mostPixels: number): Promise<Buffer> {
  const [png] = await inTurn(picture, mostPixels, 'logo');
  return png as Buffer;
}

function inTurn(picture: Picture, mostPixels: number, as: PictureOrder['as']): Promise<Buffer[]> {
  const result = before.then(() => render(picture, mostPixels, as));
  before = result.catch(() => undefined);
  return result;
}

async function render(
  { size, read }: Picture,
  mostPixels: number,
  as: PictureOrder['as'],
): Promise<Buffer[]> {
  clearTimeout(idle);
  const process = await (child ??= start());
  const late = setTimeout(() => process.kill('SIGKILL'), PATIENCE_MS);
  hold(process, true);
  try {
    const answered = nextAnswer(process);
    answered.catch(() => undefined);
    process.send({ size, mostPixels, as } satisfies PictureOrder);
    for await (const chunk of read()) {
      if (process.stdin?.write(chunk) === false) await Promise.race([once(process.stdin, 'drain'), answered]);
    }
    const answer = await answered;
    if (answer === 'ready') throw new Error('a picture process has answered out of turn');
    if ('refusal' in answer) throw new PictureRefusal(answer.refusal);
    return answer.made.map((one) => Buffer.from(one));
  } catch (error) {
    // It may have half a picture in hand; the next one gets a fresh process.
    if (!(error instanceof PictureRefusal)) {
      child = undefined;
      process.kill('SIGKILL');
    }
    throw error;
  } finally {
    clearTimeout(late);
    hold(process, false);
    idle = setTimeout(() => {
      child = undefined;
      if (process.connected) process.disconnect();
    }, IDLE_MS).unref();
  }
}

async function start(): Promise<ChildProcess> {
  const started = fork(PROGRAM, {
    // The sources are run as they are, as in tests.
    execArgv: import.meta.url.endsWith('.ts') ? ['--import', 'tsx'] : [],
    // Nothing of the server's own. The memory of a large picture is given back instead of being broken up.
    env: { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '131072' },
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  const gone = () => (child = undefined);
  started.once('exit', gone).on('error', gone);
  started.stdin?.on('error', () => undefined);
  hold(started, false);
  try {
    await nextAnswer(started);
    return started;
  } catch (cause) {
    throw Object.assign(unavailable(), { cause });
  }
}

/** Its next message. @throws PictureRefusal when it ends instead: only what it was opening can have brought that about */
function nextAnswer(process: ChildProcess): Promise<PictureAnswer> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new PictureRefusal('cannot be opened. Send it as an ordinary JPEG.'));
    process.once('exit', ended).once('error', ended);
    process.once('message', (answer: PictureAnswer) => {
      process.off('exit', ended).off('error', ended);
      resolve(answer);
    });
  });
}

/** Whether the server stays for it. */
function hold(process: ChildProcess, isNeeded: boolean): void {
  for (const one of [process, process.channel]) {
    if (isNeeded) one?.ref?.();
    else one?.unref?.();
  }
}

/**
 * The process in which pictures are opened, a child of the server. It is told by message how many bytes come on standard
 * input and answers by message, one picture after the other. Its end is that of the channel.
 */
import { PictureRefusal } from './picture.ts';
import { renderLogo, renderPicture } from './render-picture.ts';

/** What is asked: how many bytes come, the most pixels they may hold, and what is to be made of them. */
export type PictureOrder = { size: number; mostPixels: number; as: 'photo' | 'logo' };

/** What is answered: that it can be asked, what was made, or why it was not. */
export type PictureAnswer = 'ready' | { made: Uint8Array[] } | { refusal: string };

/** One place for the bytes of all pictures: garbage of this size would lie about for long. */
let room = Buffer.alloc(0);

const say = (answer: PictureAnswer) => process.send?.(answer);

/** A signal from the terminal is meant for the server, which may still need an answer. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

process.on('message', ({ size, mostPixels, as }: PictureOrder) => {
  void readInput(size)
    .then(async (bytes) => {
      if (as === 'logo') return { made: [await renderLogo(bytes, mostPixels)] };
      const { large, small } = await renderPicture(bytes, mostPixels);
      return { made: [large, small] };
    })
    .then(say, (error: unknown) => {
      if (!(error instanceof PictureRefusal)) throw error;
      say({ refusal: error.message });
    });
});
process.on('disconnect', () => process.exit());
say('ready');

/** The next bytes of standard input, and no more; they stand until the next call. */
async function readInput(size: number): Promise<Buffer> {
  if (room.length < size) room = Buffer.allocUnsafeSlow(size);
  const bytes = room.subarray(0, size);
  for (let done = 0; done < size;) {
    const chunk = process.stdin.read(Math.min(size - done, process.stdin.readableLength)) as Buffer | null;
    if (chunk === null) await new Promise((resolve) => process.stdin.once('readable', resolve));
    else done += chunk.copy(bytes, done);
  }
  return bytes;
}

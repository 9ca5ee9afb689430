import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import type { Contract, Schema } from './contract.ts';
import { csvHead, csvLine } from './csv.ts';
import { toFeature } from './geojson.ts';
import type { Placed } from './geojson.ts';
import type { FileFormat } from './operation.ts';

/** How a format frames and writes items. Without `item`, the lines go through as they are. */
type Shape = { head: string; item?: (item: never) => string; between: string; tail: string };

const LINE_FEED = 10;

/**
 * Turns items, each as JSON text on a line, into a file of a format. Everything but the text itself is made of its one parse,
 * so that all formats carry the same values. It works on all the lines of a chunk at once: what is done for each case alone
 * is paid for a million times.
 */
export class ItemWriter extends Transform {
  private readonly shape: Shape;
  /** Given in tests: throws when an item is not what the contract says. */
  private readonly check: ((item: string) => void) | undefined;
  /** The beginning of a line whose end has not come yet. */
  private readonly unfinished: Buffer[] = [];
  private isEmpty = true;

  constructor(
    format: FileFormat,
    options: { columns: readonly string[]; check?: ((item: string) => void) | undefined },
  ) {
    super();
    this.shape = shapeOf(format, options.columns);
    this.check = options.check;
    if (this.shape.head !== '') this.push(this.shape.head);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.shape.item === undefined && this.check === undefined) {
      done(null, chunk);
      return;
    }
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end < 0) {
      this.unfinished.push(chunk);
      done();
      return;
    }
    const lines = Buffer.concat([...this.unfinished.splice(0), chunk.subarray(0, end)]).toString();
    if (end + 1 < chunk.length) this.unfinished.push(chunk.subarray(end + 1));
    try {
      done(null, this.rendered(lines));
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.unfinished.length > 0) done(new Error('The last line has no end.'));
    else done(null, this.shape.tail);
  }

  private rendered(lines: string): string {
    const { item, between } = this.shape;
    if (this.check !== undefined) lines.split('\n').forEach(this.check);
    if (item === undefined) return `${lines}\n`;
    // There is no line feed within JSON text.
    const items = JSON.parse(`[${lines.replaceAll('\n', ',')}]`) as never[];
    const text = items.map(item).join(between);
    if (this.isEmpty) {
      this.isEmpty = false;
      return text;
    }
    return between + text;
  }
}

function shapeOf(format: FileFormat, columns: readonly string[]): Shape {
  switch (format) {
    case 'csv':
      return {
        head: csvHead(columns),
        item: (item: Record<string, unknown>) => csvLine(columns, item),
        between: '',
        tail: '',
      };
    case 'geojson':
      return {
        head: '{"type":"FeatureCollection","features":[\n',
        item: (item: Placed) => JSON.stringify(toFeature(item)),
        between: ',\n',
        tail: '\n]}\n',
      };
    case 'ndjson':
      return { head: '', between: '', tail: '' };
  }
}

/** The columns of a table of items: the fields that each of them has, in the order of the contract. */
export function columnsOf(contract: Contract, item: Schema): string[] {
  const { properties = {}, required = [] } = contract.resolve(item);
  return Object.keys(properties).filter((name) => required.includes(name));
}

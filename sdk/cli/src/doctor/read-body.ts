import { formatOf } from './answer.ts';
import type { Answer } from './answer.ts';
import { readXml } from './read-xml.ts';
import type { Element } from './read-xml.ts';

/** A body as it was read, with all that had to be forgiven on the way. */
export type Body = {
  text: string;
  /** False where bytes stand that are not UTF-8. */
  utf8: boolean;
  mark: boolean;
  /** The first character that XML cannot carry. */
  control: string | undefined;
  /** What JSON says. */
  value: unknown;
  /** What XML says. */
  root: Element | undefined;
  /** Why it could not be read in its format. */
  mistake: string | undefined;
};

const bodies = new WeakMap<Answer, Body>();

/**
 * Reads a body in the format of its address. Bytes that are not UTF-8, a byte order mark and control characters are
 * forgiven, since there are rules of their own for them.
 */
export function readBody(answer: Answer): Body {
  const known = bodies.get(answer);
  if (known !== undefined) return known;
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(answer.bytes);
  const mark = decoded.startsWith('\ufeff');
  const text = mark ? decoded.slice(1) : decoded;
  const body: Body = {
    text,
    utf8: !text.includes('\ufffd') || Buffer.from(decoded).equals(answer.bytes),
    mark,
    control: CONTROL.exec(text)?.[0],
    value: undefined,
    root: undefined,
    mistake: answer.problem,
  };
  if (answer.problem === undefined) {
    try {
      if (formatOf(answer) === 'json') body.value = readJson(text);
      else body.root = readXml(text.replaceAll(CONTROLS, ''));
    } catch (error) {
      body.mistake = isHtml(text) ? 'an HTML page' : (error as Error).message;
    }
  }
  bodies.set(answer, body);
  return body;
}

/** Deeper than any answer of the standard, and far from what breaks those who walk through it. */
const MOST_NESTED = 40;
/** Lists and objects; a full list of 1,000 cases has about as many. Millions of them would fill the memory. */
const MOST_PARTS = 200_000;

function readJson(text: string): unknown {
  let depth = 0;
  let parts = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (token === '[' || token === '{') {
      depth += 1;
      parts += 1;
    }
    if (token === ']' || token === '}') depth -= 1;
    if (depth > MOST_NESTED) throw new Error('nested too deep');
    if (parts > MOST_PARTS) throw new Error('more parts than anybody reads');
  }
  return JSON.parse(text) as unknown;
}

const isHtml = (text: string) => /^\s*(<!doctype html|<html|<head|<body)/i.test(text);

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const CONTROLS = new RegExp(CONTROL, 'g');

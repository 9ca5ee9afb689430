/** An answer in one format, ready to be sent. */
export type AnswerText = {
  /** What it was made of: the tag of the reply. */
  madeOf: string;
  /** Its entity tag, without quotation marks. */
  entityTag: string;
  plain: Buffer;
  /** For callers who take gzip, once one has asked. */
  packed?: Buffer;
};

/** What is kept of a picture: two JPEGs that were made anew from its pixels. */
export type Renditions = { large: Buffer; small: Buffer };

/** Why a picture is not taken, to be read after its name: `media is empty.` */
export class PictureRefusal extends Error {}

import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { createJurisdictionDirectory, setPortal } from '../features/jurisdictions/index.ts';
import type { PortalChanges } from '../features/jurisdictions/index.ts';
import { invalidField } from '../platform/errors.ts';
import { runCommand } from './run-command.ts';

/** What is taken away instead of being set. */
const NONE = 'none';

type Options = {
  title?: string;
  logo?: string;
  brand?: string;
  tiles?: string;
  tilesAttribution?: string;
  json?: boolean;
};

/** `jurisdictions portal`: how the pages of a city look. */
export function addPortalCommand(cities: Command): void {
  cities
    .command('portal')
    .argument('<id>', 'the id of the city')
    .description(`change how the pages of a city look; ${NONE} takes away what was set`)
    .option('--title <text>', 'what stands above every page')
    .option('--logo <file>', 'PNG, JPEG or WebP of at most 1 MB')
    .option('--brand <colour>', 'for links and areas with white text, such as #1d4ed8')
    .option('--tiles <address>', 'the tiles of its map, such as https://tile.example/{z}/{x}/{y}.png')
    .option('--tiles-attribution <text>', 'whom the map comes from, which is shown on it')
    .option('--json', 'answer in JSON')
    .action((id: string, options: Options) =>
      runCommand(options, async ({ config, installation: { app }, output }) => {
        const { logo, ...texts } = changesOf(options);
        const changes: PortalChanges = {
          ...texts,
          ...(logo === undefined ? {} : { logo: logo === null ? null : await readLogo(logo) }),
        };
        if (Object.keys(changes).length === 0)
          throw invalidField('portal', 'Say what to change; --help lists what can be.');
        const { jurisdiction_id } = await createJurisdictionDirectory(app.db).named(id);
        await setPortal(app.db, jurisdiction_id, changes, config.mediaPixels);
        output.result({ jurisdiction_id, ...texts, ...(logo === undefined ? {} : { logo }) }, [
          ...Object.entries({ ...texts, ...(logo === undefined ? {} : { logo }) }).map(
            ([setting, value]) => `${NAMES[setting] ?? setting}: ${value ?? 'as the program has it'}.`,
          ),
        ]);
      }),
    );
}

const NAMES: Record<string, string> = {
  title: 'Title',
  logo: 'Logo',
  brand: 'Colour',
  tiles_url: 'Tiles of the map',
  tiles_attribution: 'Attribution of the map',
};

function changesOf({ title, logo, brand, tiles, tilesAttribution }: Options) {
  const given = (name: string, value: string | undefined) =>
    value === undefined ? {} : { [name]: value === NONE ? null : value };
  return {
    ...given('title', title),
    ...given('brand', brand),
    ...given('tiles_url', tiles),
    ...given('tiles_attribution', tilesAttribution),
    ...given('logo', logo),
  } as Omit<PortalChanges, 'logo'> & { logo?: string | null };
}

/** What is larger is refused before it is read. */
const MOST_READ = 100_000_000;

async function readLogo(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > MOST_READ)
      throw invalidField('logo', 'The logo has more than 1 MB. Save it smaller.');
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw invalidField('logo', `${file} cannot be read: ${code}.`);
  }
}

type Findable = {
  service_name: string;
  description: string | null;
  keywords: string | null;
  group: string | null;
};

/** Without case and diacritics; ł, which Unicode does not take apart, is an l for those who type none. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ł/g, 'l');

/** Services that have every word somewhere in name, keywords, description or group, those with it in their name first. */
export function findServices<Service extends Findable>(
  services: readonly Service[],
  typed: string,
): Service[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const rank = ({ service_name, keywords, description, group }: Findable): number => {
    const ranks = wanted.map((word) =>
      [`${service_name}`, keywords ?? '', `${description ?? ''} ${group ?? ''}`].findIndex((text) =>
        plain(text).includes(word),
      ),
    );
    return ranks.includes(-1) ? -1 : ranks.reduce((sum, one) => sum + one, 0);
  };
  return services
    .map((service) => ({ service, rank: rank(service) }))
    .filter((one) => one.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ service }) => service);
}

/** In groups, in the order in which they first come; those without a group are last. */
export function groupsOf<Service extends Findable>(
  services: readonly Service[],
): [string | null, Service[]][] {
  const groups = new Map<string | null, Service[]>();
  for (const service of services) {
    const members = groups.get(service.group) ?? [];
    members.push(service);
    groups.set(service.group, members);
  }
  return [...groups].sort(([a], [b]) => Number(a === null) - Number(b === null));
}

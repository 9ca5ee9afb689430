export { readXml } from './any-city/read-xml.ts';
export type { XmlReading } from './any-city/read-xml.ts';

import { start } from '../page-start.ts';
import { Field } from '../parts/field.tsx';
import { texts } from '../texts.ts';

const t = texts({
  city: { en: 'City', pl: 'Miasto', uk: 'Місто' },
});

/** For which city a key is; where there is one alone, nobody is asked. */
export function CityField(props: { id: string; value: string; chosen: (id: string) => void }) {
  const { id, value, chosen } = props;
  if (start.cities.length < 2) return null;
  return (
    <Field id={id} label={t.city}>
      {(control) => (
        <select {...control} value={value} onInput={(event) => chosen(event.currentTarget.value)}>
          {start.cities.map(({ jurisdiction_id, name }) => (
            <option key={jurisdiction_id} value={jurisdiction_id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

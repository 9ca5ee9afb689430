import { start } from '../page-start.ts';
import { Field } from '../parts/field.tsx';
import { texts } from '../texts.ts';

const t = texts({
  city: { en: 'City', pl: 'Miasto', uk: 'Місто' },
  choose: { en: 'Choose a city', pl: 'Wybierz miasto', uk: 'Виберіть місто' },
});

/** For which city a key is; where there is one alone, nobody is asked, and where there are several, none is as good as chosen. */
export function CityField(props: {
  id: string;
  value: string;
  chosen: (id: string) => void;
  mistake: string | undefined;
}) {
  const { id, value, chosen, mistake } = props;
  if (start.cities.length < 2) return null;
  return (
    <Field id={id} label={t.city} mistake={mistake}>
      {(control) => (
        <select {...control} value={value} onInput={(event) => chosen(event.currentTarget.value)}>
          {value === '' && <option value="">{t.choose}</option>}
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

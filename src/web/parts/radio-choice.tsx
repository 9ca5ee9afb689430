import type { ComponentChildren } from 'preact';

/** One of several answers, of which one can be chosen. */
export function RadioChoice(props: {
  id: string;
  /** What the answers to one question have in common. */
  name: string;
  label: ComponentChildren;
  checked: boolean;
  choose: () => void;
}) {
  const { id, name, label, checked, choose } = props;
  return (
    <div class="choice">
      <input type="radio" id={id} name={name} checked={checked} onChange={choose} />
      <label for={id}>{label}</label>
    </div>
  );
}

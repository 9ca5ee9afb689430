import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** What keeps somebody from going on, where there is something; takes the focus when it comes. */
export function ProblemList<Problem extends { message: string }>(props: {
  title: string;
  problems: readonly Problem[];
  /** A problem, as the way to where it is mended. */
  children: (problem: Problem) => ComponentChildren;
  /** Below them. */
  more?: ComponentChildren;
}) {
  const { title, problems, children, more } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) box.current?.focus();
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{title}</h2>
      <ul>
        {problems.map((problem, place) => (
          <li key={place}>{children(problem)}</li>
        ))}
      </ul>
      {more}
    </div>
  );
}

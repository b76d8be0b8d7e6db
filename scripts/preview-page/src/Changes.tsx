import type { ReactElement } from 'react';
import type { DashboardChange } from '../../../src/preview/changes.ts';

/** Which dashboards and panels are new, gone or other than before. */
export function Changes(props: {
  readonly changes: readonly DashboardChange[];
  readonly name: string;
}): ReactElement {
  const { changes, name } = props;
  if (changes.length === 0) return <p className="notice">No dashboard is other than in {name}.</p>;
  return (
    <div className="changes">
      <h2>Changes since {name}</h2>
      {changes.map(({ dashboard, title, how, panels, parts }) => (
        <section key={dashboard}>
          <h3>
            <a href={`#dashboard/${dashboard}`}>{title}</a> <span className={`mark ${how}`}>{how}</span>
          </h3>
          {parts.length > 0 && <p>Changed: {parts.join(', ')}.</p>}
          <ul>
            {panels.map((panel) => (
              <li key={panel.panel}>
                <span className={`mark ${panel.how}`}>{panel.how}</span> {panel.title}
                {panel.parts.length > 0 && <span className="parts">{panel.parts.join(', ')}</span>}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

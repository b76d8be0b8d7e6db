import type { CatalogueEntry } from './entry.ts';

/** What is reported about routes as Alertmanager's configuration has them, by `modelwatch route` and by tests. */
export const ROUTE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'route/config-unreadable',
    title: 'configuration that Alertmanager would not load',
    exit: 'finding',
    explain:
      'The routes of the file can not be followed, since Alertmanager would refuse the file: it is no YAML, a matcher or a time cannot be read, or a route names a receiver or a time interval that does not exist. Such a file is never loaded, so that the one before it stays in force, or nothing at all; mend it at the place that is told. `amtool check-config` says the same and judges the settings of receivers too.',
  },
  {
    code: 'route/not-rendered',
    title: 'environment without routes to look at',
    exit: 'finding',
    explain:
      'The commands about routes follow the configuration of Alertmanager, and for this environment none is rendered, so that nothing was proved or explained. Let the project render the target alertmanager, or name the file that is loaded with `--config`.',
  },
  {
    code: 'route/swallowed',
    title: 'alert that ends where nobody is told',
    exit: 'finding',
    explain:
      'The alert is routed to a receiver without integrations: Alertmanager takes it and tells nobody. In rendered files that is where alerts end that no route expects; in an edited one a label of a matcher is misspelt, or the integration of the receiver was deleted. The route is told from the root down, with the matcher of the route that was probably meant.',
  },
  {
    code: 'route/silent-hours',
    title: 'hours in which a level tells nobody though it should',
    exit: 'finding',
    explain:
      'There is somebody behind the route, and time intervals of the file keep it silent when the specs want the level told: at any hour, in working hours, outside of them, or at the time of the digest. The first such time is told by the clock of the team, and how many hours there are in the years that were looked at. Planned maintenance of the specs is no such time.',
  },
  {
    code: 'route/page-unheard',
    title: 'hours in which a page reaches nobody by any level',
    exit: 'finding',
    explain:
      'Every level does what the policy says, and yet there are hours at which a page that fires then is told to nobody by any of them: the policy only has levels for some hours. Whoever should act finds out when the hours begin. Add a level with `when: outside-business-hours`, or make such alerts tickets.',
  },
  {
    code: 'route/only-programs',
    title: 'alert that only programs are told of',
    exit: 'finding',
    explain:
      'All that stands behind the route are programs: a webhook that is not somebody on call, an SNS topic, or, for a page, a ticket in a tracker that nobody looks at in the night. Whether a person hears of it is not known. Name a person on call, a channel or an address beside them.',
  },
  {
    code: 'route/no-rule',
    title: 'level of an alert that no rule raises',
    exit: 'finding',
    explain:
      'The policy has a level for the alert, and the rendered rules have no alert with that level, so that it never comes. If the rules were not edited by hand, this is a mistake of the compiler: please report it.',
  },
  {
    code: 'route/silenced-unheard',
    title: 'alert that is silenced by one that nobody hears',
    exit: 'finding',
    explain:
      "An inhibition rule of the file silences the alert while another fires that is told to nobody: one of severity none, one without escalation, or the dead man's switch, which fires always. Then nobody hears of either. A source of a rule must be something that explains the silence to somebody; narrow its matchers.",
  },
  {
    code: 'route/watchdog-unheard',
    title: "dead man's switch that arrives nowhere",
    exit: 'finding',
    explain:
      'The switch fires always, so that whoever receives it notices when it stops. The project names somebody, and the file routes it to a receiver without integrations, or to one that is silent at some hours. Then nobody notices that nothing is monitored any more, or the silence means nothing.',
  },
];

import type { GlobalStylesProps, Theme } from '@mui/material';

const MARKS = { added: '#2e9e5b', removed: '#d0453b', changed: '#c77f0a' };

/** The style of what is around the dashboards. */
export function pageStyles({ palette }: Theme): GlobalStylesProps['styles'] {
  const line = `1px solid ${palette.divider}`;
  return {
    body: { margin: 0, overflowX: 'hidden' },
    '.top': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '4px 16px',
      padding: '10px 16px',
    },
    '.top h1': { fontSize: '1.25rem', margin: 0, fontWeight: 600 },
    '.environment': { fontWeight: 400, color: palette.text.secondary },
    '.range': { margin: 0, marginLeft: 'auto', color: palette.text.secondary, fontSize: '0.875rem' },
    '.top button': {
      font: 'inherit',
      color: 'inherit',
      background: 'none',
      border: line,
      borderRadius: 4,
      width: 32,
      height: 32,
      cursor: 'pointer',
    },
    nav: { display: 'flex', gap: 4, overflowX: 'auto', padding: '0 12px', borderBottom: line },
    'nav a': {
      color: palette.text.secondary,
      textDecoration: 'none',
      whiteSpace: 'nowrap',
      padding: '8px 10px',
      fontSize: '0.9rem',
      borderBottom: '2px solid transparent',
    },
    'nav a[aria-current]': { color: palette.text.primary, borderBottomColor: palette.primary.main },
    main: { padding: '12px 16px 32px' },
    '.description': { margin: '0 0 8px', color: palette.text.secondary, fontSize: '0.9rem' },
    // Perses' own toolbar sticks to the top and covers the first group's header: ours scrolls.
    '.variables': { display: 'flex', flexWrap: 'wrap', gap: 8, padding: '8px 0', alignItems: 'center' },
    '.variables:empty': { display: 'none' },
    '.variables > *': { maxWidth: '100%' },
    '.sides': {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(560px, 100%), 1fr))',
      gap: 24,
    },
    '.side': { minWidth: 0 },
    '.side h2, .changes h2': { fontSize: '1rem', margin: '0 0 4px' },
    '.changes h3': { fontSize: '1rem', margin: '16px 0 4px' },
    '.changes a': { color: palette.primary.main },
    '.changes ul': { margin: '4px 0', paddingLeft: 20 },
    '.changes li': { margin: '4px 0' },
    '.parts': { color: palette.text.secondary, marginLeft: 8, fontSize: '0.875rem' },
    '.mark': { fontSize: '0.75rem', borderRadius: 8, padding: '1px 6px', marginLeft: 6, border: line },
    ...Object.fromEntries(
      Object.entries(MARKS).map(([how, color]) => [`.mark.${how}`, { color, borderColor: color }]),
    ),
    // Perses lets a long name widen its figure, and push the last ones out of the panel.
    '.figures .MuiStack-root': { overflow: 'hidden' },
    '.figures .MuiStack-root > *': { minWidth: 0, flex: '1 1 0' },
    '.figures .MuiTypography-root': { maxWidth: '100%' },
    // Nothing is moved by hand here, and a picture is to show panels where they will be.
    '.react-grid-layout, .react-grid-item': { transition: 'none !important' },
    '.notice': { color: palette.text.secondary },
  };
}

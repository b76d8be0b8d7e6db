import { CssBaseline, GlobalStyles, ThemeProvider, useMediaQuery } from '@mui/material';
import { ChartsProvider, generateChartsTheme, getTheme, SnackbarProvider, TimeZoneProvider } from '@perses-dev/components';
import { PluginRegistry, ReactRouterProvider } from '@perses-dev/plugin-system';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router-dom';
import type { PageData } from '../../../src/preview/page-data.ts';
import { withOwnLinks } from './own-links.ts';
import { Page } from './Page.tsx';
import { placeOf } from './place.ts';
import { pluginLoader } from './plugins.ts';
import { recordedFetch } from './recorded-fetch.ts';
import { pageStyles } from './styles.ts';

// Dates are drawn in one zone, so that a page looks the same to everybody who speaks of it.
const TIME_ZONE = 'UTC';

/** Perses' charts, with what is cut off or runs together in them put right. `isNarrow` where a chart has little room. */
function chartsOf(isNarrow: boolean) {
  return {
    echartsTheme: {
      // With Perses' own margin the topmost label of an axis is cut in half.
      grid: { top: 12, right: 24, bottom: 0, left: 20, containLabel: true },
      // With the six times that ECharts aims at, their labels become one string of digits.
      timeAxis: isNarrow ? { splitNumber: 3 } : {},
    },
  };
}

const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' } },
  // What fails is shown in its panel.
  logger: { log: () => {}, warn: () => {}, error: () => {} },
});

function App({ data }: { readonly data: PageData }): ReactElement {
  const [place, setPlace] = useState(() => placeOf(location.hash, data));
  const [isDark, setDark] = useState(() =>
    place.theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : place.theme === 'dark',
  );
  useEffect(() => {
    const follow = () => {
      const next = placeOf(location.hash, data);
      setPlace(next);
      if (next.theme !== undefined) setDark(next.theme === 'dark');
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [data]);
  const theme = useMemo(() => getTheme(isDark ? 'dark' : 'light'), [isDark]);
  const isNarrow = useMediaQuery('(max-width: 600px)') || data.before !== undefined;
  const chartsTheme = useMemo(() => generateChartsTheme(theme, chartsOf(isNarrow)), [theme, isNarrow]);
  const loader = useMemo(() => pluginLoader(data.source.from === 'live' ? undefined : data.source.stepS * 1000), [data]);
  return (
    <ThemeProvider theme={theme}>
      <CssBaseline />
      <GlobalStyles styles={pageStyles(theme)} />
      <ChartsProvider chartsTheme={chartsTheme}>
        <TimeZoneProvider timeZone={TIME_ZONE}>
          <SnackbarProvider variant="default">
            <PluginRegistry pluginLoader={loader} defaultPluginKinds={{ Panel: 'TimeSeriesChart', TimeSeriesQuery: 'PrometheusTimeSeriesQuery' }}>
              <Page data={data} place={place} isDark={isDark} onTheme={() => setDark((was) => !was)} />
            </PluginRegistry>
          </SnackbarProvider>
        </TimeZoneProvider>
      </ChartsProvider>
    </ThemeProvider>
  );
}

const data = withOwnLinks(JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData);
document.title = `${data.project} ${data.environment}: Modelwatch preview`;
if (data.source.from === 'recording') globalThis.fetch = recordedFetch(data.source);

// For whoever waits for the page to be drawn: how many queries it still waits for.
const tellLoading = () => {
  document.documentElement.dataset['loading'] = String(queryClient.isFetching());
};
queryClient.getQueryCache().subscribe(tellLoading);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <MemoryRouter>
      <ReactRouterProvider>
        <QueryClientProvider client={queryClient}>
          <App data={data} />
        </QueryClientProvider>
      </ReactRouterProvider>
    </MemoryRouter>,
  );

import type { GatewayTls } from '../../spec/kinds/telemetry/sinks.ts';

/** How an agent checks the gateway, and shows who it is: https://github.com/open-telemetry/opentelemetry-collector/tree/main/config/configtls */
export function clientTls(tls: GatewayTls | undefined): object {
  if (tls === undefined) return { insecure: true };
  const { ca, serverName, mutual } = tls;
  return {
    insecure: false,
    ...(ca !== undefined && { ca_file: ca }),
    ...(serverName !== undefined && { server_name_override: serverName }),
    ...(mutual !== undefined && { cert_file: mutual.cert, key_file: mutual.key }),
  };
}

/** What the gateway shows, and what it asks of agents. */
export function serverTls(tls: GatewayTls | undefined): object {
  if (tls === undefined) return {};
  const { cert, key, mutual } = tls;
  return {
    tls: {
      cert_file: cert,
      key_file: key,
      ...(mutual !== undefined && { client_ca_file: mutual.clientCa }),
    },
  };
}

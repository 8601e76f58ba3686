/**
 * What the browser may load: the site's own style sheet, pictures and, where a page has any, scripts; nothing written
 * into a page runs.
 */
export function policyOf(scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    ...(scripts.length === 0 ? [] : ["script-src 'self'"]),
    ...(scripts.includes('explore') ? ["connect-src 'self'"] : []),
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** What a server is to send with each file; what a page says of itself in its head is the same and no less. */
const headersOf = (scripts: readonly string[]): readonly (readonly [name: string, value: string])[] => [
  ['Content-Security-Policy', `${policyOf(scripts)}; frame-ancestors 'none'`],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'no-referrer'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=()'],
  ['X-Robots-Tag', 'noindex'],
];

/**
 * The same headers in the notation of the common servers, by file name: `_headers` for static hosts, `web.config` for
 * IIS, and a file to include in the configuration of nginx.
 */
export function hostingFiles(scripts: readonly string[]): ReadonlyMap<string, string> {
  const headers = headersOf(scripts);
  // A header that a server above sets already would be one too many for IIS.
  const iis = headers
    .map(
      ([name, value]) =>
        `        <remove name="${name}" />\n        <add name="${name}" value="${value}" />\n`,
    )
    .join('');
  return new Map([
    ['_headers', `/*\n${headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`],
    [
      'nginx-headers.conf',
      headers.map(([name, value]) => `add_header ${name} "${value}" always;\n`).join(''),
    ],
    [
      'web.config',
      `<configuration>
  <system.webServer>
    <httpProtocol>
      <customHeaders>
${iis}      </customHeaders>
    </httpProtocol>
  </system.webServer>
</configuration>
`,
    ],
  ]);
}

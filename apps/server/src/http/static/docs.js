// Everything that would ask a machine other than this server is off: fonts, telemetry, assistants.
const { Scalar } =
  /** @type {Window & { Scalar?: { createApiReference(at: string, options: object): void } }} */ (
    window
  )

Scalar?.createApiReference('#docs', {
  url: '/api/openapi.json',
  telemetry: false,
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
  documentDownloadType: 'direct',
  defaultOpenFirstTag: true,
})

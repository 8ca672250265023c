import { describe, expect, it } from 'vitest'
import { readTelemetry } from '../../src/session/telemetry-config.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }

describe('readTelemetry', () => {
  it.each([
    ['nothing is set', {}],
    ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['the SDK is disabled', { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    ['spans are not exported', { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    ['only other signals have an endpoint', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://localhost:4318' }],
  ])('asks for no spans where %s', (_, env) => {
    expect(readTelemetry(env)).toBeNull()
  })

  it('takes an endpoint alone, with the defaults of OpenTelemetry', () => {
    expect(readTelemetry(ENDPOINT)).toEqual({
      url: 'http://localhost:4318/v1/traces',
      protocol: 'http/protobuf',
      headers: {},
      resource: { 'service.name': 'synod' },
      timeout: 2_500,
      tls: { ca: null, cert: null, key: null },
    })
  })

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/base/' }, 'https://otel.example/base/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example/?a=b' }, 'https://otel.example/v1/traces?a=b'],
    [
      { ...ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://spans.example/in' },
      'http://spans.example/in',
    ],
  ])('posts for %j to %s', (env, url) => {
    expect(readTelemetry(env)).toMatchObject({ url })
  })

  it('lets what is said of spans alone go before what is said of all signals', () => {
    const env = {
      ...ENDPOINT,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=acme%2Cinc, authorization=Basic%20abc,nonsense',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=100%',
      OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '700',
      OTEL_EXPORTER_OTLP_CERTIFICATE: '/etc/ca.pem',
      OTEL_SERVICE_NAME: 'design',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=ci',
      OTEL_TRACES_EXPORTER: 'console, otlp',
    }
    expect(readTelemetry(env)).toMatchObject({
      protocol: 'http/json',
      headers: { 'x-tenant': 'acme,inc', authorization: '100%' },
      resource: { 'service.name': 'design', 'deployment.environment.name': 'ci' },
      timeout: 700,
      tls: { ca: '/etc/ca.pem', cert: null, key: null },
    })
  })

  it.each([
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      'OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported: http/protobuf and http/json are',
    ],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER=zipkin is not supported: otlp is'],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' },
      'OTEL_EXPORTER_OTLP_ENDPOINT is no http or https URL: expected one such as http://localhost:4318',
    ],
  ])('says of %j what is wrong', (env, why) => {
    expect(readTelemetry({ ...ENDPOINT, ...env })).toBe(why)
  })
})

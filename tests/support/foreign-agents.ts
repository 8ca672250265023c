import { defineAgent } from '../../src/agents/define.ts'
import type { AgentDefinition } from '../../src/agents/definition.ts'

/** A definition with a prompt that says nothing, and what is given. */
export function definition(given: Partial<AgentDefinition> & Pick<AgentDefinition, 'name'>): AgentDefinition {
  return defineAgent({ prompt: 'You know your field.', ...given })
}

/** A field, and what somebody of the field knows: made up for these tests. */
const FIELDS = `
payments | card payments, refunds, chargebacks, payouts and reconciliation with payment providers
billing | subscriptions, invoices, proration, dunning and metered usage
tax | sales tax, VAT rates and tax reports by country
fraud | stolen cards, account takeover and rules that score orders
accounting | ledgers, double entry bookkeeping and closing of the books
pricing | price lists, discounts, vouchers and currency rounding
checkout | shopping carts, checkout forms and abandoned orders
inventory | stock levels, warehouses and reservations of goods
shipping | parcels, carriers, labels and tracking
marketplace | sellers, commissions and listings
search | full-text search, relevance, facets and autocomplete
recommendation | product recommendations and personal feeds
catalog | product data, variants and attributes
postgres | Postgres schemas, slow queries, indexes, vacuum and partitioning
mysql | MySQL replication, online schema changes and slow queries
mongodb | documents, aggregation pipelines and sharding in MongoDB
redis | Redis caches, expiry, eviction and locks
cassandra | wide rows, consistency levels and compaction
warehouse-data | star schemas, nightly loads and reports in a data warehouse
etl | extract and load pipelines, late data and backfills
streaming | Kafka topics, consumers, offsets and exactly-once processing
queue | message queues, dead letters and background jobs
event-sourcing | event stores, projections and snapshots
graphql | GraphQL schemas, resolvers and batching
rest-api | REST resources, pagination, versioning and API errors
grpc | protocol buffers, deadlines and streams between services
webhook | signed webhooks, delivery attempts and replay to other companies
rate-limiting | quotas, token buckets, throttling and fair use of APIs
api-gateway | routing, authentication and limits at the edge of an API
microservices | service boundaries, sagas and calls between services
monolith | cutting a monolith into modules and strangling legacy code
serverless | functions, cold starts and event triggers
kubernetes | Kubernetes clusters, operators, pods and Helm charts
docker | images, layers and container builds
terraform | infrastructure as code, state files and modules in Terraform
aws | AWS accounts, VPCs and managed services
azure | Azure subscriptions, identities and landing zones
gcp | Google Cloud projects, BigQuery and IAM
networking | DNS, load balancers, routes and firewalls
cdn | edge caching, purging and image delivery
observability | metrics, traces, logs, dashboards and alerts
incident | on-call, postmortems and runbooks for outages
chaos | failure injection and game days
backup | backups, restore drills and disaster recovery
release | release trains, feature flags and canary rollouts
ci-cd | build pipelines, artifacts and deployments on merge
cost | cloud bills, rightsizing and budgets
performance | profiling, latency budgets and load tests
security | threat models, vulnerabilities and hardening
penetration | exploiting web applications and reporting findings
identity | single sign-on, SAML, OAuth, sessions and passwords
secrets | rotation of keys, vaults and certificates
privacy | GDPR, deletion of personal data, consent and retention
compliance | SOC 2 evidence, controls and policies
cryptography | encryption, signatures and key exchange
supply-chain | dependencies, SBOMs and signed builds
access-control | roles, permissions and policies for tenants
multi-tenant | tenant isolation, noisy neighbours and onboarding of tenants
react | React components, hooks and state in the browser
vue | Vue components, Pinia and Nuxt
angular | Angular modules, RxJS and forms
svelte | Svelte components and stores
css | layouts, themes, animations and responsive design
design-system | component libraries, tokens and their documentation
accessibility | WCAG, screen readers, contrast and keyboard use
ux-research | interviews, usability studies and personas
ui-design | screens, wireframes and visual hierarchy
ios | Swift, SwiftUI and the App Store
android | Kotlin, Compose and the Play Store
flutter | Dart widgets and cross-platform apps
react-native | native modules and cross-platform mobile screens
offline | offline-first apps, local stores and sync conflicts
push | push notifications, device tokens and quiet hours
email | transactional email, bounces, SPF and DKIM
chat | realtime chat, presence, typing and message history
video | video calls, WebRTC, transcoding and live streams
collaboration | collaborative editing, CRDTs and cursors
maps | geocoding, routes and location tiles
booking | appointments, calendars, overbooking and cancellations
iot | sensors, telemetry, MQTT and firmware updates of devices
embedded | microcontrollers, interrupts and memory in C
robotics | ROS, motion planning and simulation
game | game loops, physics and matchmaking
blockchain | smart contracts, wallets and gas
machine-learning | training, features and evaluation of models
mlops | model registries, drift and serving
llm | prompts, retrieval augmented generation, embeddings and chatbots
vision | image classification and object detection
nlp | tokenization, sentiment and entity extraction
data-science | statistics, notebooks and experiments
analytics | event tracking, funnels and dashboards
experiment | A/B tests, significance and assignment
seo | rankings, sitemaps and structured data
content | articles, tone and editing
technical-writing | manuals, tutorials and API reference
localization | translations, plurals, time zones and languages
legal | contracts, licences and terms of service
support | tickets, macros and escalation of customers
sales | leads, pipelines and quotes
marketing | campaigns, audiences and landing pages
product | roadmaps, priorities and requirements
project | milestones, risks and status reports
scrum | sprints, retrospectives and estimates
hiring | interviews, job adverts and onboarding of staff
python | Python packages, typing and asyncio
typescript | TypeScript types, generics and builds
rust | ownership, lifetimes and unsafe Rust
golang | goroutines, channels and Go modules
java | Spring, the JVM and garbage collection
dotnet | C#, ASP.NET and Entity Framework
rails | Ruby on Rails, Active Record and Sidekiq
laravel | PHP, Eloquent and Blade
django | Django models, migrations and the admin
cpp | templates, RAII and build times in C++
sql | joins, window functions and query plans
file-storage | uploads, object storage, virus scans and large files
pdf | generation of PDF documents and print layouts
spreadsheet | imports from Excel and CSV
legacy | COBOL, mainframes and modernization
refactoring | code smells, duplication and small steps
debugging | stack traces, bisecting and root causes
test-automation | end-to-end tests, fixtures and flaky tests
scheduler | cron jobs, time triggers and missed runs
workflow | long-running workflows, approvals and timers
health | medical records, HL7 and FHIR
education | courses, quizzes and grades
`
  .trim()
  .split('\n')
  .map(line => {
    const [name = '', knows = ''] = line.split(' | ')
    return { name, knows }
  })

const TITLES = ['expert', 'engineer', 'developer', 'specialist', 'pro'] as const

/** How people describe an agent in the wild: the same field, other words around it. */
const FORMS: readonly ((name: string, knows: string) => string)[] = [
  (_, knows) => `Use this agent when you need help with ${knows}. Use PROACTIVELY.`,
  (name, knows) => `Expert ${name} specialist. MUST BE USED for ${knows}.`,
  (_, knows) => `Master of ${knows}. Handles complex tasks and ensures best practices. Use proactively.`,
  (name, knows) =>
    `Use this agent for ${knows}. Examples: <example>Context: The user has a question. user: "Can you look at our ${name}?" assistant: "I'll use the Task tool to launch the ${name} agent." <commentary>The user needs ${name} help.</commentary></example>`,
]

/** The fields above, and near-duplicates of the first of them: 200 definitions of nobody's collection. */
export const FOREIGN: readonly AgentDefinition[] = Array.from({ length: 200 }, (_, at) => {
  const { name, knows } = FIELDS[at % FIELDS.length] ?? { name: '', knows: '' }
  const again = at >= FIELDS.length
  const title = TITLES[(at + (again ? 1 : 0)) % TITLES.length]
  const describe = FORMS[at % FORMS.length]
  return definition({
    name: `${name}-${title}${again && at % TITLES.length === 0 ? '-two' : ''}`,
    description: describe?.(name.replaceAll('-', ' '), knows) ?? '',
    prompt: `You are a senior ${name.replaceAll('-', ' ')} ${title}. You know ${knows}.\n\nWhen invoked:\n1. Read the request of the user.\n2. Analyse the system, its data and its design.\n3. Build, test and document a solution.\n\nCommunicate with other agents about progress and quality.`,
    duty: at % 50 === 49 ? 'reviewer' : null,
  })
})

import { createRequire } from 'node:module';
import { story, url, writeKey, report, ORDER, QUICK, QUICK_EVENTS } from './node-story.mjs';

// as in its maker's documentation
const RudderAnalytics = createRequire(import.meta.url)('@rudderstack/rudder-sdk-node');
const failures = [];
const analytics = new RudderAnalytics(writeKey, {
  dataPlaneUrl: url,
  errorHandler: (error) => failures.push(error),
});

const { userId } = story;
analytics.identify({ userId, traits: story.traits });
analytics.track({ userId, event: ORDER, properties: story.order });
analytics.screen({ userId, name: story.pageName, properties: story.pageProperties });
analytics.group({ userId, groupId: story.groupId, traits: story.groupTraits });
analytics.alias({ userId, previousId: story.previousId });
for (let n = 0; n < QUICK_EVENTS; n++) {
  analytics.track({ userId, event: QUICK, properties: { n } });
}
while (analytics.queue.length > 0) {
  await analytics.flush();
}
report(null, failures);

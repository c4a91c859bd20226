// Sends one report with a picture by a CyberTipline client that none of us wrote, changed in nothing but its base
// address; prints what it heard as JSON.
//
//     node independent_client.mjs ADDRESS USERNAME PASSWORD PICTURE

import { readFile } from "node:fs/promises";
import { Client, Environment, IPEventName, IncidentType } from "@civitai/cybertipline-tools";

const [address, username, password, picture] = process.argv.slice(2);
const client = new Client({ environment: Environment.Testing, credentials: { username, password } });
client.baseUrl = address;

const report = {
  incidentSummary: {
    incidentType: IncidentType.ChildPornography,
    incidentDateTime: new Date("2026-07-01T12:00:00Z"),
    incidentDateTimeDescription: "When the file was uploaded",
  },
  incidentDetails: { webPageIncidents: [{ url: ["https://example.org/pictures/1001"] }] },
  reporter: { reportingPerson: { firstName: "Safety", lastName: "Desk", email: [{ email: "safety@example.org" }] } },
  personOrUserReported: {
    espIdentifier: "acct-7",
    screenName: "bridge_keeper",
    ipCaptureEvent: [
      { ipAddress: "192.0.2.7", eventName: IPEventName.Upload, dateTime: new Date("2026-07-01T11:58:00Z"), port: 50123 },
    ],
  },
  victim: [{ victimPerson: { age: 12, address: [{ zipCode: "CT1 2EH", country: "GB" }] } }],
};

const status = await client.getStatus();
const submitted = await client.submitReport(report);
const id = submitted.data.reportId;
const content = await readFile(picture);
const uploaded = await client.uploadFile({ id, file: new File([content], "bridge.jpg", { type: "image/jpeg" }) });
const { fileId } = uploaded.data;
const described = await client.submitFileDetails({
  reportId: id,
  fileId,
  originalFileName: "bridge-1.jpg",
  fileViewedByEsp: true,
  ipCaptureEvent: { ipAddress: "192.0.2.7", eventName: IPEventName.Upload },
});
const finished = await client.finishReport({ id });
const again = await client.finishReport({ id });
const second = await client.submitReport(report);
const cancelled = await client.cancelReport({ id: second.data.reportId });

console.log(
  JSON.stringify({
    report: id,
    hash: uploaded.data.hash,
    files: [finished.data.files.fileId].flat(),
    file: fileId,
    codes: [status, submitted, uploaded, described, finished, again, cancelled].map((one) => one.data.responseCode),
    requests: new Set([status, submitted, uploaded, described, finished, again].map((one) => one.requestId)).size,
    unknown: await client.finishReport({ id: 1 }).then(() => "", (fault) => fault.message),
  }),
);

// What a column means, whichever view it stands in.
import type { Words } from './view.ts';

const TEXT = `
tenant|Kurum|The tenant
as_of|Ambardaki en yeni olayın kayıt zamanı|When the newest event in the warehouse was recorded
case_id|Vaka|The case
patient|Hastanın takma adı|Pseudonym of the patient
customer|Müşterinin takma adı|Pseudonym of the customer
contact|Kişinin takma adı|Pseudonym of the contact
actor|Yapanın takma adı ya da programın adı|Pseudonym of who did it, or name of the program
actor_kind|Yapanın türü: çalışan, hasta, cihaz, ajan, sistem|Kind of who did it: staff, patient, device, agent, system
actor_role|Yapanın rolü|Role of who did it
stage|Vaka aşaması|Stage of the case
step|Aşamanın sırası|Place of the stage, from 1
status|Şimdiki durum|Status now
opened_at|Açılış zamanı|When it was opened
updated_at|Son değişiklik|Last change
entered_at|Aşamaya giriş|When the stage was entered
left_at|Aşamadan çıkış; boşsa hâlâ orada|When the stage was left; empty: still there
seconds|Süre, saniye|Time spent, seconds
by_skip|Atlanarak mı girildi|Whether it was entered by a skip
cases|Vaka sayısı|Number of cases
went_on|İlerleyen vaka sayısı|Cases that went on
skips|Atlama sayısı|Number of skips
median_seconds|Ortanca süre, saniye|Median time, seconds
p90_seconds|Yüzde doksanlık süre, saniye|90th percentile of time, seconds
p99_seconds|Yüzde doksan dokuzluk süre, saniye|99th percentile of time, seconds
max_seconds|En uzun süre, saniye|Longest time, seconds
appointment_id|Randevu|The appointment
offering|Hizmet ya da ürün|The service or product
requested_at|İstenme zamanı|When it was asked for
confirmed_at|Onay zamanı|When it was confirmed
ended_at|Bitiş zamanı|When it ended
minutes|Uzunluk, dakika|Length, minutes
weekday|Haftanın günü, 1 pazartesi|Day of the week, 1 Monday
hour|Başlangıç saati, UTC|Hour of its start, UTC
month|Ay|The month
lead_hours|İstekten başlangıca kadar saat|Hours from asking to the start
moves|Kaç kez ertelendi|How often it was moved
reason|Neden|Why
order_id|Sipariş|The order
currency|Para birimi|Currency
goods|Mal tutarı, kuruş|Goods, minor units
discount|İndirim, kuruş|Discount, minor units
shipping|Kargo, kuruş|Shipping, minor units
tax|İçindeki vergi, kuruş|Tax within, minor units
total|Toplam, kuruş|Total, minor units
method|Ödeme yolu|Way of paying
channel|Kanal|Channel
placed_at|Sipariş zamanı|When it was placed
paid_at|Ödeme zamanı|When it was paid
shipped_at|Gönderim zamanı|When it was shipped
delivered_at|Teslim zamanı|When it was delivered
why|Neden|Why
quantity|Adet|Quantity
line_total|Kalem toplamı, kuruş|Total of the line, minor units
payment_id|Ödeme|The payment
purpose|Amaç|Purpose
provider|Ödeme kuruluşu|Provider of the payment
requested|İstenen, kuruş|Asked for, minor units
captured|Alınan, kuruş|Taken, minor units
refunded|Geri ödenen, kuruş|Paid back, minor units
failures|Başarısız deneme|Attempts that failed
mismatches|Uyuşmayan ödeme|Payments that did not match
disputes|İtiraz|Disputes
captured_at|Alındığı zaman|When it was taken
sent|Gönderilen sayısı|Number sent
first_sent_at|İlk gönderim|When first sent
accepted_at|Kabul zamanı|When it was accepted
declined|Reddedilen sayısı|Number declined
conversation_id|Yazışma|The conversation
received|Gelen ileti|Messages received
answered|Yanıtlanan ileti|Messages answered
failed|Ulaşmayan ileti|Messages that failed
first_received_at|İlk gelen ileti|First message received
first_answer_at|İlk yanıt|First answer
first_response_seconds|İlk yanıta kadar saniye|Seconds to the first answer
handovers|İnsana devir|Times a person was asked for
emergencies|Acil durum|Emergencies raised
resolved_at|Çözülme zamanı|When it was resolved
message_id|İleti|The message
direction|Yön|Direction: in or out
author|Yazan: müşteri, bot, insan|Who wrote it: customer, bot, human
kind|Tür|Kind
said_at|Söylendiği zaman|When it was said
sent_at|Gönderim zamanı|When it was sent
read_at|Okunma zamanı|When it was read
failed_at|Hata zamanı|When it failed
code|Kod|The code
recommendation_id|Öneri|The recommendation
rule|Kural|The rule
version|Sürüm|Its version
level|Düzey|Level
wording|Sözleri şablon mu model mi yazdı|Whether a template or a model worded it
issued_at|Öneri zamanı|When it was issued
decided_at|Karar zamanı|When it was decided
decision|Karar|The decision
latency_seconds|Karara kadar saniye|Seconds to the decision
last_role|Son adımı atanın rolü|Role of who took the last step
issued|Öneri sayısı|Number issued
accepted|Kabul|Accepted
edited|Düzeltilerek kabul|Accepted with changes
rejected|Ret|Rejected
expired|Süresi dolan|Expired
open|Bekleyen|Still open
acceptance|Kabul oranı|Share accepted as it was
call_id|Çağrı|The call
device_id|Cihaz|The device
answered_by|Yanıtlayan: bot ya da insan|Who answered: bot or human
offered_at|Çalma zamanı|When it rang
answered_at|Yanıt zamanı|When it was answered
wait_seconds|Yanıta kadar saniye|Seconds until answered
talk_seconds|Konuşma süresi, saniye|Seconds of talk
cause|Bitiş nedeni|Why it ended
transfers|Aktarma sayısı|Times transferred
mos|Ses kalitesi, 1–5|Sound quality, 1 to 5
loss_percent|Paket kaybı, yüzde|Lost packets, per cent
answer_ms|Botun yanıt süresi, ms|How long the bot took to answer, ms
board|Kart|The board
firmware|Yazılım sürümü|Firmware version
provisioned_at|Kayıt zamanı|When it was provisioned
last_seen_at|Son görülme|When it was last seen
losses|Bağlantı kopması|Connections lost
rollbacks|Geri alınan güncelleme|Updates rolled back
battery_warnings|Düşük pil uyarısı|Warnings of a low battery
retired_at|Hizmetten alınma|When it was retired
day|Gün|The day
voice_count|Sesli kullanım|Uses by voice
voice_seconds|Sesli kullanım süresi, saniye|Seconds of use by voice
voice_successes|Başarılı sesli kullanım|Successful uses by voice
button_count|Tuşla kullanım|Uses by button
least_battery|En düşük pil, yüzde|Lowest battery, per cent
mean_rssi|Ortalama sinyal gücü, dBm|Mean signal strength, dBm
slice|Akış türü|Kind of stream
stream|Akış; kişiyse takma adı|The stream; a pseudonym where it is a person
revision|Akıştaki sırası|Place in the stream
position|Kütükteki yeri|Place in the log
event_id|Olay|The event
type|Olay türü|Type of event
schema|Şema sürümü|Version of the schema
recorded_at|Kayıt zamanı|When it was recorded
occurred_at|Olduğu zaman|When it happened
correlation_id|Birlikte olanların kimliği|What happened together has the same
causation_id|Neyin yol açtığı|What caused it
events|Olay sayısı|Number of events
first_position|İlk yer|First place in the log
last_position|Son yer|Last place in the log
newest_event_at|En yeni olay|Newest event
last_fed_at|Ambara son yazım|Last time the warehouse was fed
country|Ülke|Country
sex|Cinsiyet; other: havuz|Sex; other: pooled
birth_from|Beş yıllık doğum aralığının ilk yılı; 0: bilinmiyor ya da havuz|First year of the band of birth; 0: unknown or pooled
people|Kişi sayısı, beşe yuvarlanmış|Number of people, rounded to five
code_system|Kod sistemi|Code system
unit|Birim|Unit
mean|Ortalama|Mean
procedure_system|İşlem kod sistemi|Code system of the procedure
procedure_code|İşlem kodu; other: havuz|Code of the procedure; other: pooled
procedures|Tamamlanan işlem, beşe yuvarlanmış|Procedures completed, rounded to five
with_complication|Sonra komplikasyon olan kişi, beşe yuvarlanmış|People with a complication afterwards, rounded to five
with_cancellation|Sonra vakası iptal ya da reddedilen kişi, beşe yuvarlanmış|People whose case was cancelled or declined afterwards, rounded to five
with_reschedule|Sonra randevusu ertelenen kişi, beşe yuvarlanmış|People with an appointment moved afterwards, rounded to five
with_readmission|Taburcu olduktan sonra yeniden yatan kişi, beşe yuvarlanmış|People taken up again after a discharge, rounded to five
disclosure_id|Gösterim kaydı|The record of disclosures
shown_at|Gösterildiği zaman|When it was shown
answer|shown: gösterildi; withheld: esirgendi|shown, or withheld
fields|Gösterilen alan sayısı|Number of fields shown
health|Aralarında sağlık verisi var mı|Whether health data were among them
reader|Okuyanın takma adı|Pseudonym of the reader
reader_kind|Okuyanın türü|Kind of reader
reader_role|Okuyanın rolü|Role of the reader
route|Hangi istek ya da ajan|Which request, or which agent
place|Nereden: local bu makine, private kurum ağı, public dışarısı|From where: local this machine, private the own network, public outside
shown|Gösterme sayısı|Times shown
withheld|Esirgeme sayısı|Times kept back
with_health|Sağlık verisi içeren gösterme|Times health data were among them
patients|Kişi sayısı|Number of persons
readers|Okuyan sayısı|Number of readers
complications|Komplikasyonlu vaka, beşe yuvarlanmış|Cases with a complication, rounded to five
`;

/** Column → meaning. */
export const MEANINGS: Readonly<Record<string, Words>> = Object.fromEntries(
  TEXT.trim()
    .split('\n')
    .map((line): [string, Words] => {
      const [name, tr, en] = line.split('|') as [string, string, string];
      return [name, { tr, en }];
    }),
);

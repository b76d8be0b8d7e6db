/** Messages to a support desk, by language. */
export const BY_LANGUAGE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Where is my order? It should have arrived yesterday.',
    'cancel my subscription please',
    'The app crashes when I log in.',
    'how do i reset my password',
    'thanks, that helped',
    'You charged me twice this month.',
    'Can I change the delivery address?',
  ],
  de: [
    'Wo bleibt meine Bestellung?',
    'Bitte kündigen Sie mein Abo.',
    'Die App stürzt beim Anmelden ab.',
    'Ich habe mein Passwort vergessen',
    'Danke, das hat geholfen',
    'Die Rechnung fehlt noch.',
  ],
  fr: [
    'Où est ma commande ?',
    "L'application plante à la connexion.",
    'Je voudrais annuler mon abonnement',
    'merci beaucoup pour votre aide',
    'mot de passe oublié',
  ],
  es: [
    '¿Dónde está mi pedido?',
    'Quiero cancelar mi suscripción',
    'La aplicación se cierra sola',
    'muchas gracias por su ayuda',
  ],
  it: ["Dov'è il mio ordine?", 'Vorrei annullare il mio abbonamento', "Grazie mille per l'aiuto"],
  pt: ['Onde está o meu pedido?', 'Quero cancelar a minha assinatura', 'muito obrigado pela ajuda'],
  nl: ['Waar is mijn bestelling?', 'Ik wil mijn abonnement opzeggen'],
  pl: ['Gdzie jest moje zamówienie?', 'Chcę anulować subskrypcję'],
  sv: ['Var är min beställning?'],
  da: ['Hvor er min ordre?'],
  fi: ['Missä tilaukseni on?'],
  tr: ['Siparişim nerede?'],
  cs: ['Kde je moje objednávka?'],
  hu: ['Hol van a rendelésem?'],
  ro: ['Unde este comanda mea?'],
  ru: ['Где мой заказ?'],
  uk: ['Де моє замовлення?'],
  el: ['Πού είναι η παραγγελία μου;'],
  he: ['איפה ההזמנה שלי?'],
  ar: ['أين طلبي؟'],
  hi: ['मेरा ऑर्डर कहाँ है?'],
  ja: ['注文した商品はどこですか'],
  zh: ['我的订单在哪里？'],
  ko: ['제 주문은 어디에 있나요?'],
  vi: ['Đơn hàng của tôi ở đâu?'],
};

export const NEGATIVE: readonly string[] = [
  'This is the worst service I have ever had.',
  'I am very disappointed and angry.',
  'The update is terrible, nothing works.',
  'This is not good at all.',
];

export const POSITIVE: readonly string[] = [
  'I love the new design, great work!',
  'Thank you, the support was excellent.',
  'Very happy with this, it works perfectly.',
];

//! The list of events of CAP-AU (AUeventLIST 1.0): which codes there are, and what `event` says beside each.

/// One group a line: the name of the first tier, its code, then `name=code` of each event of the second tier. A code
/// goes with the name of its own line or with that of its event.
const EVENTS: &str = "\
Administration,admin
Air Quality,airQuality
Animal Health,animalHealth,Animal Disease=animalDiseas,Animal Feed=animalFeed,Animal Pest=animalPest,Aquatic Animal Disease=aqAnimalDiseas,Aquatic Animal Pest=aqAnimalPest,Animal Welfare=animalWelfar,Marine Disease=marineDiseas,Marine Pest=marinePest,Animal Quarantine=aQuarantine,Sheep Grazier Warning=sheepWarning
Animals,,Animal Attack=animalAttack,Dangerous Animal=animalDanger,Plague=plague
Aviation,aviation,Aircraft Crash=aircraftCrsh,Aircraft Incident=aircraft,Airport Closure=airportClos,Airspace Closure=airspaceClos,Airport Lightning Threat=avLightning,Airport Thunder Threat=avThunder,Aviation Security=aviationSec,Falling Object=fallObject,Notice To Airmen=notam,Satellite / Space Re-entry debris=spaceDebris
Civil,civil,Building Collapse=bldgCollapse,Civil Emergency=civilEmerg,Demonstration=demonstratin,Public Event=civilEvent,Volunteer Request=volunteer
Criminal Activity,crime,Cyber Crime=cyberCrime,Dangerous Person=dangerPerson,Terrorism=terrorism
Fire,fire,Bushfire=bushFire,Fire Ban=fireBan,Fire Danger Level=fireDangrLvl,Forest Fire=forestFire,Fire Weather=fireWeather,Grass Fire=grassFire,Industrial Fire=industryFire,Smoke Alert=smoke,Structure Fire=structurFire,Total Fire Ban=TotalFireBan
Flood,flood,Dam Failure=damFailure,Flash Flood=flashFlood,High Water Level=highWater,King Tide=kingTide,Levee Failure=leveeFailure,Storm Surge=stormSurge,Riverine Flood=riverineflod
Geological,geologicalHaz,Avalanche=avalanche,Earthquake=earthquake,Karst Hazard=karst,Lahar=lahar,Landslide=landslide,Lava Flow=lavaFlow,Magnetic Storm=magnetcStorm,Meteorite=meteor,Pyroclastic Flow=pyroclasFlow,Pyroclastic Surge=pyroclaSurge,Tsunami=tsunami,Volcanic Ash Cloud=volcanicAsh,Volcano=volcano
Hazardous Materials,hazmat,Asbestos=asbestos,Biological Hazard=biological,Chemical Hazard=chemical,Explosive Hazard=explosive,Major Pollution=pollution,Radiological Hazard=radiological,Toxic Plume=toxicPlume
Health,health,Ambulance=ambulance,Blood Supply=bloodSupply,Communicable Disease=communicable,Drinking Water=drinkingWate,Drug Safety=drugSafety,Drug Supply=drugSupply,Food Safety=foodSafety,Food Supply=foodSupply,Hospital=hospital,Human Quarantine=hQuarantine,Zoonotic Disease=zoonoticDis
Marine,marine,Freezing Spray=freezngSpray,Gale Wind=galeWind,Hurricane Force Wind=HurricFrcWnd,Iceberg=iceberg,Large Coastal Surf=largeSurf,Large Swell Waves=largeSwell,Maritime / Marine Security=maritimeSec,Nautical Incident=nautical,Oil Spill=oilSpill,Squall=squall,Storm Force Wind=stormFrcWind,Strong Wind=strongWind,Waterspout=waterspout
Missing Person,missingPer,Missing Vulnerable Person=missingVPer
Other Non-Urgent Alerts,other
Other Urgent Alerts,otherUrgent
Plant Health,plant,Plant Infectious Disease=plantInfect,Plant Pest=plantPest,Plant Quarantine=pQuarantine
Preparedness Reminders,,Emergency Preparedness Reminder=reminder
Product Safety,product
Public Services,publicServic,Facility Closure=facilityClos,Facility Lockdown=facilityLock,Service or Facility=facility,Transit=transit
Railway,railway,Railway Incident=railIncident,Train / Rail Crash=railCrash
Rescue,rescue,Distress Beacon=distressBcon
Roadway,road,Bridge Closure=bridgClose,Bridge Collapse=bridgCollaps,Hazardous Road Conditions=roadHazard,Motor Vehicle Accident=roadCrash,Roadway Closure=roadClose,Roadway Delay=roadDelay,Roadway Incident=roadIncident,Roadway Usage Condition=roadUsage,Traffic Report=traffic
Search,search,Over Water Search=waterSearch,Over Land Search=landSearch,Air Search=airSearch
Storm,storm,Blizzard=blizzard,Dust Storm=dustStorm,Hail=hail,Rainfall=rainfall,Snowfall=snowfall,Thunderstorm=thunderstorm,Tornado=tornado,Tropical Cyclone=tropCyclone,Weather=weather
Temperature,temperature,Extreme Heat=extremeHeat,Exposure=exposure,Frost=frost,Wind Chill=windChill
Test Message,testMessage
Utility,utility,Cable Service=cable,Communications Service=comunication,Diesel Supply=diesel,Electricity Supply=electric,Heating Oil Supply=heatingOil,Internet Service=internet,Landline Service=landlines,Mobile Service=Mobiles,Natural Gas Supply=naturalGas,Petrol Supply=petrol,Pipeline Rupture=pipeRupture,Satellite Service=satellite,Sewer System=sewer,Telephone Service=telephone,Triple Zero=tripleZero,Waste Management=waste,Water Supply=water
Wind,wind,Wind Change=windChange
Water quality,water,Blue Green Algae=blueGrnAlgae";

/// The names that may stand in `event` beside this code; none if the list has no such code.
pub(super) fn names(code: &str) -> Vec<&'static str> {
    let mut names = Vec::new();
    for line in EVENTS.lines() {
        let mut parts = line.split(',');
        let (group, own) = (parts.next().unwrap_or_default(), parts.next());
        if own.is_some_and(|own| !own.is_empty() && own == code) {
            names.push(group);
        }
        let second = parts.filter_map(|part| part.split_once('='));
        for (name, _) in second.filter(|(_, known)| *known == code) {
            names.extend([group, name]);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_goes_with_its_event_and_the_group_of_it() {
        assert_eq!(names("fire"), ["Fire"]);
        assert_eq!(names("bushFire"), ["Fire", "Bushfire"]);
        assert_eq!(names("water"), ["Utility", "Water Supply", "Water quality"]);
        assert!(names("").is_empty() && names("rocket").is_empty());
    }
}
